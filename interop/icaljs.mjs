// Prints, for each .ics file that is named, what ical.js reads of it: entries by UID, as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [packages, ...names] = process.argv.slice(2);
const place = createRequire(`${packages}/`).resolve("ical.js");
const { default: ICAL } = await import(pathToFileURL(place));

function when(time) {
  return time.isDate ? time.toString() : time.toJSDate().getTime() / 60000;
}

const read = {};
for (const name of names) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(name, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  read[name] = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const status = component.getFirstPropertyValue("status");
    return [event.uid, when(event.startDate), when(event.endDate), event.summary, status];
  });
}
console.log(JSON.stringify(read));
