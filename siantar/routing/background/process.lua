-- Which object of OpenStreetMap is which layer and kind of the Protomaps basemap (earth, landcover, landuse, water,
-- roads, buildings, boundaries, places), from which zoom on.

node_keys = { "place" }

local ROADS = {
  motorway = { "highway", 8 }, trunk = { "major_road", 8 }, primary = { "major_road", 8 },
  secondary = { "major_road", 10 }, tertiary = { "major_road", 11 },
  unclassified = { "minor_road", 12 }, residential = { "minor_road", 12 }, living_street = { "minor_road", 13 },
  service = { "minor_road", 13 }, road = { "minor_road", 13 },
  track = { "path", 13 }, path = { "path", 13 }, footway = { "path", 14 }, pedestrian = { "path", 13 },
  cycleway = { "path", 13 }, steps = { "path", 14 },
}

local LANDUSE = {
  cemetery = "cemetery", industrial = "industrial", commercial = "commercial", retail = "commercial",
  residential = "residential", military = "military", railway = "railway", recreation_ground = "recreation_ground",
}
local LEISURE = { park = "park", garden = "park", pitch = "pitch", playground = "playground", golf_course = "golf_course" }
local AMENITY = { hospital = "hospital", school = "school", university = "university", college = "college", kindergarten = "kindergarten" }
local COVER = {
  forest = "forest", wood = "forest", farmland = "farmland", farm = "farmland", orchard = "farmland", meadow = "grassland",
  grass = "grassland", grassland = "grassland", scrub = "scrub", heath = "scrub", sand = "barren", beach = "barren",
}
local PLACES = {
  city = { "locality", 8 }, town = { "locality", 9 }, village = { "locality", 11 }, suburb = { "neighbourhood", 11 },
  neighbourhood = { "neighbourhood", 13 }, hamlet = { "neighbourhood", 13 },
}

function init_function() end
function exit_function() end

local function drawn(object, layer, is_area, kind, zoom)
  object:Layer(layer, is_area)
  object:Attribute("kind", kind)
  if zoom then object:MinZoom(zoom) end
end

function node_function(node)
  local place = PLACES[node:Find("place")]
  local name = node:Find("name")
  if place and name ~= "" then
    node:Layer("places", false)
    node:Attribute("kind", place[1])
    node:Attribute("kind_detail", node:Find("place"))
    node:Attribute("name", name)
    node:MinZoom(place[2])
  end
end

local function road(way, highway)
  local class = highway:gsub("_link$", "")
  local kind = ROADS[class]
  if not kind then return end
  drawn(way, "roads", false, kind[1], kind[2])
  way:Attribute("kind_detail", class)
  if class ~= highway then way:AttributeBoolean("is_link", true) end
  if way:Find("bridge") ~= "" then way:AttributeBoolean("is_bridge", true) end
  if way:Find("tunnel") ~= "" then way:AttributeBoolean("is_tunnel", true) end
  local name = way:Find("name")
  if name ~= "" then way:Attribute("name", name) end
end

local function water(way)
  local natural, waterway = way:Find("natural"), way:Find("waterway")
  if natural == "water" or natural == "bay" or waterway == "riverbank" or way:Find("landuse") == "reservoir" then
    drawn(way, "water", true, "water")
  elseif waterway == "river" or waterway == "canal" then
    drawn(way, "water", false, waterway, 10)
  elseif waterway == "stream" or waterway == "drain" then
    drawn(way, "water", false, "stream", 13)
  else
    return
  end
  local name = way:Find("name")
  if name ~= "" then way:Attribute("name", name) end
end

function way_function(way)
  if way:Find("siantar") == "earth" then
    drawn(way, "earth", true, "earth")
    return
  end
  local highway = way:Find("highway")
  if highway ~= "" then
    if way:Find("area") ~= "yes" then road(way, highway) end
    return
  end
  if way:Find("railway") == "rail" then drawn(way, "roads", false, "rail", 11) end
  local building = way:Find("building")
  if building ~= "" and building ~= "no" then
    drawn(way, "buildings", true, "building")
    return
  end
  water(way)
  local use = LANDUSE[way:Find("landuse")] or LEISURE[way:Find("leisure")] or AMENITY[way:Find("amenity")]
  if use then drawn(way, "landuse", true, use) end
  local cover = COVER[way:Find("landuse")] or COVER[way:Find("natural")]
  if cover then drawn(way, "landcover", true, cover) end
  if way:Find("boundary") == "administrative" then
    local level = tonumber(way:Find("admin_level"))
    if level and level <= 7 then
      drawn(way, "boundaries", false, level <= 4 and "region" or level <= 6 and "county" or "locality")
      way:AttributeNumeric("kind_detail", level)
    end
  end
end
