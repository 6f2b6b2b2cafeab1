import {PGlite} from '@electric-sql/pglite';
const t=async(n,f)=>{const w=Date.now();const a=process.cpuUsage();const r=await f();const b=process.cpuUsage(a);console.log(n,((b.user+b.system)/1000)|0,Date.now()-w);return r};
const d=await t('open1',()=>PGlite.create('memory://'));
const dump=await t('dump',()=>d.dumpDataDir('none')); console.log(dump.size);
await t('open2',()=>PGlite.create('memory://'));
await t('load',()=>PGlite.create({dataDir:'memory://',loadDataDir:dump}));
