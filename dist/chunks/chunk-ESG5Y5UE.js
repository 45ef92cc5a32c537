import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{Temporal}from"./chunk-7ZOW6G6L.js";function windowKey(every,localDate){let date=Temporal.PlainDate.from(localDate.toString()),year=String(date.year).padStart(4,"0"),month=`${year}-${twoDigits(date.month)}`;switch(every){case"day":return`${month}-${twoDigits(date.day)}`;case"week":return`${date.yearOfWeek??year}-W${twoDigits(date.weekOfYear??0)}`;case"month":return month;case"quarter":return`${year}-Q${Math.ceil(date.month/3)}`;case"year":return year}}function twoDigits(value){return String(value).padStart(2,"0")}export{windowKey};
