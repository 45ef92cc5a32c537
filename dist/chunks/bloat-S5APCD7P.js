import{count,database,mebibyte,rowsOf,written}from"./chunk-YLRIIZ72.js";import{sql,statement}from"./chunk-GXIIX7H2.js";import{defineCheck}from"./chunk-DZJFZHMR.js";import"./chunk-THPCVUWC.js";import{boolean,number,object,strictObject,string}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";var tables=`SELECT schema, name, pages::bigint * block AS size,
  greatest(0, (pages - ceil(rows / greatest(1, floor((block - 24) * fill / 100.0 / tuple))))::bigint * block) AS bloat, hidden
FROM (
  SELECT schema, name, pages, rows, block, fill, hidden,
    4 + header + CASE WHEN header % 8 = 0 THEN 0 ELSE 8 - header % 8 END
      + width + CASE WHEN ceil(width)::int % 8 = 0 THEN 0 ELSE 8 - ceil(width)::int % 8 END AS tuple
  FROM (
    SELECT n.nspname::text AS schema, c.relname::text AS name, c.relpages AS pages, c.reltuples::numeric AS rows,
      current_setting('block_size')::int AS block,
      coalesce(substring(array_to_string(c.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::int, 100) AS fill,
      23 + CASE WHEN max(coalesce(s.null_frac, 0)) > 0 THEN (7 + count(*)::int) / 8 ELSE 0 END AS header,
      sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.avg_width, 0))::numeric AS width,
      count(*) <> count(s.attname) AS hidden
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND c.reltuples >= 0 AND c.relpages::bigint * current_setting('block_size')::bigint > $1::bigint
    GROUP BY n.nspname, c.relname, c.relpages, c.reltuples, c.reloptions
  ) raw
) one ORDER BY 4 DESC`,indexes=`SELECT schema, name, pages::bigint * block AS size,
  greatest(0, (pages - 1 - ceil(rows / greatest(1, floor((block - 40) * fill / 100.0 / tuple))))::bigint * block) AS bloat, hidden
FROM (
  SELECT n.nspname::text AS schema, i.relname::text AS name, i.relpages AS pages, i.reltuples::numeric AS rows,
    current_setting('block_size')::int AS block,
    coalesce(substring(array_to_string(i.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::int, 90) AS fill,
    12 + ceil(sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.avg_width, 0))::numeric / 8) * 8 AS tuple,
    count(*) <> count(s.attname) AS hidden
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
  CROSS JOIN LATERAL unnest(x.indkey::smallint[]) AS k (attnum)
  LEFT JOIN pg_attribute a ON a.attrelid = CASE WHEN k.attnum = 0 THEN i.oid ELSE t.oid END AND a.attnum = greatest(1, k.attnum)
  LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND NOT s.inherited AND s.attname = a.attname
    AND s.tablename = CASE WHEN k.attnum = 0 THEN i.relname ELSE t.relname END
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND i.relkind = 'i' AND i.relpages::bigint * current_setting('block_size')::bigint > $1::bigint
  GROUP BY n.nspname, i.relname, i.relpages, i.reltuples, i.reloptions
) one ORDER BY 4 DESC`,bloatStatements=bytes=>{let options={values:[Math.round(bytes)],maxRows:2e4,timeoutSeconds:60};return{tables:statement(tables,options),indexes:statement(indexes,options)}},row=object({schema:string(),name:string(),size:count,bloat:count,hidden:boolean()});function parseBloat({db}){let read=name=>{let rows=rowsOf(db,name,row);return{known:rows.filter(({hidden})=>!hidden).slice(0,100),hidden:rows.filter(({hidden})=>hidden).slice(0,100)}};return{role:db.role,tables:read("tables"),indexes:read("indexes")}}var params=strictObject({database,percent:number().min(1).max(100).default(30).describe("Wasted share, with the size below"),wastedMiB:number().min(0).default(1024).describe("Wasted space below which it is nothing")}),messages={table:{ja:"表 {name} の {percent}% ({bloatBytes} / {sizeBytes})が空きと推定されます(しきい値 {limit}%)",en:"About {percent}% of the table {name} is empty ({bloatBytes} of {sizeBytes}; limit {limit}%)"},index:{ja:"索引 {name} の {percent}% ({bloatBytes} / {sizeBytes})が空きと推定されます(しきい値 {limit}%)",en:"About {percent}% of the index {name} is empty ({bloatBytes} of {sizeBytes}; limit {limit}%)"},hidden:{ja:"ロール {role} に統計が見えないか、まだ ANALYZE されていないため、推定できないものが {count} 個あります: {names}",en:"{count} cannot be estimated: their statistics are not visible to the role {role}, or there are none yet: {names}"},"remedy-table":{ja:"推定です。確かめる: CREATE EXTENSION pgstattuple; SELECT * FROM pgstattuple_approx(''{name}''); 縮めるには pg_repack を(VACUUM FULL は表を完全にロックします)",en:"It is an estimate; to measure: CREATE EXTENSION pgstattuple; SELECT * FROM pgstattuple_approx(''{name}''); to shrink it use pg_repack (VACUUM FULL locks the table altogether)"},"remedy-index":{ja:"通常の窓で所有者として: REINDEX INDEX CONCURRENTLY {name};",en:"In an ordinary window, as owner: REINDEX INDEX CONCURRENTLY {name};"},"remedy-hidden":{ja:"所有者として ANALYZE し、ロールに見せてください: GRANT SELECT ON … TO {role};(または所有者ロールのメンバーにする: teiki roles)",en:"ANALYZE as owner, and let the role see: GRANT SELECT ON … TO {role}; (or make it a member of the owner: teiki roles)"}},check=defineCheck({id:"db.bloat",title:{ja:"表と索引の空き(肥大)",en:"Bloat of tables and indexes"},description:{ja:"統計から、表と B-tree 索引の空きの割合を推定します(読み出しはしません)。TOAST と B-tree 以外の索引は含みません。統計が見えない大きな表は「不明」です。",en:"Estimates from statistics how much of tables and B-tree indexes is empty, without reading them. TOAST and other kinds of indexes are not included. A large table whose statistics cannot be seen is unknown."},sources:["https://github.com/ioguix/pgsql-bloat-estimation","https://www.postgresql.org/docs/current/storage-page-layout.html"],level:1,params,messages,measures:{bloat:{ja:"推定される空き",en:"Estimated empty space"}},probes:({database:database2,wastedMiB})=>({db:sql(bloatStatements(wastedMiB*mebibyte),database2===void 0?{}:{database:database2})}),parse:parseBloat,evaluate:({role,tables:tables2,indexes:indexes2},{percent,wastedMiB})=>{let judge=(kind,list)=>list.flatMap(({schema,name,size,bloat})=>{let share=Math.round(bloat/size*100);if(share<=percent||bloat<=wastedMiB*mebibyte)return[];let args={name:written(schema,name),percent:share,limit:percent,...{sizeBytes:size,bloatBytes:bloat}},message={id:kind,args},remedy={id:`remedy-${kind}`,args};return[{key:`${kind}:${schema}.${name}`,severity:"warning",message,remedy}]}),findings=[...judge("table",tables2.known),...judge("index",indexes2.known)],unseen=[...tables2.hidden,...indexes2.hidden];if(unseen.length>0){let names=unseen.slice(0,10).map(({schema,name})=>written(schema,name)),args={role,count:unseen.length,names:names.join(", ")},remedy={id:"remedy-hidden",args},message={id:"hidden",args};findings.push({key:"hidden",severity:"unknown",message,remedy})}let wasted=[...tables2.known,...indexes2.known].reduce((sum,{bloat})=>sum+bloat,0);return{findings,measurements:[{name:"bloat",value:wasted,unit:"bytes"}]}}});export{check};
