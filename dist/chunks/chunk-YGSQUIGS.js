var trackerLabel="maintenance";export{trackerLabel};
