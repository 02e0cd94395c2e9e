package dataset

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// toy is a small valid dataset of another metal, under the schema of the
// built-in chain: gallium from alumina liquor to wafers.
func toy(t testing.TB) fstest.MapFS {
	t.Helper()
	schema, err := os.ReadFile("../../data/ree/" + SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{SchemaFile: {Data: schema}}
	q := ",value,unit,low,high,source,locator,evidence,as_of,note\n"
	for name, text := range map[string]string{
		"sources":     "id,producer,title,published,accessed,url,licence,note\nusgs,USGS,Gallium,2025,2026-11-01,,public domain,\n",
		"regions":     "id,name,kind,members,note\nCN,China,country,,\nNA,Namibia,country,,\nEU,Union,bloc,DE FR,\n",
		"elements":    "id,name,group,compound" + q + "Ga,Gallium,other,Ga2O3,0.7439,t Ga/t Ga2O3,,,usgs,table 1,derived,2020,weights\n",
		"commodities": "id,name,stage,unit,composition,hs,note\nliquor,Bayer liquor,concentrate,t liquor,partial,,\ngallium,Gallium,metal,t Ga,complete,8112.92,\nwafer,Wafer,component,t wafer,partial,,\n",
		"contents": "commodity,element" + q + "liquor,Ga,0.2,g Ga/kg liquor,,,usgs,p 1,reported,2020,\ngallium,Ga,1,t Ga/t Ga,,,usgs,p 1,reported,2020,\n" +
			"wafer,Ga,0.48,t Ga/t wafer,0.47,0.49,usgs,p 2,assumed,2020,stoichiometry of GaAs\n",
		"conversions": "from,to" + q,
		"processes":   "id,name,stage,throughput,note\ndigest,Digestion,concentrate,t liquor,\nextract,Extraction,metal,t liquor,\ngrow,Crystal growth,component,t wafer,\n",
		"recipes": "process,role,commodity" + q +
			"digest,output,liquor,1,t liquor/t liquor,,,usgs,p 3,derived,2020,\ndigest,duration,,7,d,,,usgs,p 3,reported,2020,\n" +
			"extract,feed,,1,t liquor/t liquor,,,usgs,p 3,derived,2020,\nextract,recovery,gallium,70,%,,,usgs,p 3,reported,2020,\nextract,duration,,2,wk,,,usgs,p 3,reported,2020,\n" +
			"grow,input,gallium,0.6,t Ga/t wafer,,,usgs,p 3,reported,2020,\ngrow,output,wafer,1,t wafer/t wafer,,,usgs,p 3,derived,2020,\ngrow,duration,,1,mo,,,usgs,p 3,reported,2020,\n",
		"facilities": "id,name,region,place,lat,lon,owner,processes,feeds,status,opened,closed,source,locator,evidence,note\n" +
			"refinery,Refinery,CN,,,,Alu,digest,,operating,1990,,usgs,p 4,reported,\nextractor,Extractor,CN,,,,Alu,extract,liquor,operating,2001-05,,usgs,p 4,reported,\ngrower,Grower,EU,,,,Wafers,grow,,operating,,,usgs,p 4,reported,\n",
		"facility_values": "facility,parameter,process,commodity" + q +
			"refinery,capacity,,,6000000,t liquor/yr,,,usgs,p 5,reported,2020,\nrefinery,output,,,5000,kt liquor/yr,,,usgs,p 5,reported,2020,\n" +
			"extractor,capacity,,,6000000,t liquor/yr,,,usgs,p 5,reported,2020,\nextractor,output,,,5000000,t liquor/yr,,,usgs,p 5,reported,2020,\n" +
			"grower,capacity,,,1200,t wafer/yr,,,usgs,p 5,reported,2020,\ngrower,output,,,1100,t wafer/yr,,,usgs,p 5,reported,2020,\ngrower,output,,,500,t wafer/yr,,,usgs,p 5,reported,2010,\n",
		"end_uses":       "id,name,sector,unit,priority,kind,note\nchips,Chips,electronics,unit,5,product,\n",
		"end_use_inputs": "end_use,commodity" + q + "chips,wafer,2,g wafer/unit,,,usgs,p 6,reported,2020,\n",
		"end_use_values": "end_use,parameter" + q + "chips,value,40,USD/unit,,,usgs,p 6,reported,2020,\n",
		"demand":         "end_use,region" + q + "chips,EU,550000000,unit/yr,,,usgs,p 6,reported,2020,\n",
		"routes":         "commodity,from,to,kind,qualified" + q + "gallium,CN,EU,official,yes,660,t Ga/yr,,,usgs,p 7,reported,2020,\n",
		"lanes":          "from,to,mode,parameter" + q + "*,*,sea,lead_time,5,wk,,,usgs,p 7,reported,2020,\nCN,EU,sea,lead_time,6,wk,,,usgs,p 7,reported,2020,\n*,*,sea,freight,0.2,USD/kg,,,usgs,p 7,reported,2020,\n",
		"tariffs":        "importer,exporter,commodity" + q + "EU,*,stage:metal,3,%,,,usgs,p 7,reported,2020,\n",
		"covers":         "region,commodity" + q + "*,*,6,wk,,,usgs,p 8,reported,2020,\nEU,stage:metal,2,mo,,,usgs,p 8,reported,2020,\n",
		"contracts":      "id,seller,commodity,from,to,start,end" + q,
		"prices":         "commodity,region" + q + "gallium,*,300,USD/kg Ga,,,usgs,p 9,reported,2020,\n",
		"stockpiles":     "id,holder,region,commodity,rule" + q,
		"behaviours":     "parameter,scope" + q + "hoarding,*,1,1,,,usgs,p 9,reported,2020,\n",
		"record":         "id,episode,scenario,role,measure,commodities,from,to,region,other,at,until,against,against_until" + q,
		"corrections":    "table,key,column,expect,replace,reason,source\n",
	} {
		files[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// change replaces text in one table and fails if it is not there.
func change(t testing.TB, files fstest.MapFS, table, old, text string) {
	t.Helper()
	f := files[table+".csv"]
	if !strings.Contains(string(f.Data), old) {
		t.Fatalf("%s has no %q", table, old)
	}
	f.Data = []byte(strings.Replace(string(f.Data), old, text, 1))
}
