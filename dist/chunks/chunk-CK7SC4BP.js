var units=["percent","bytes","count","days","hours","seconds","milliseconds","ratio"];export{units};
