var locales=["ja","en"];export{locales};
