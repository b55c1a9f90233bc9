// Writes the same events with libraries of node. Requests come on standard input, answers go to standard output:
// {"use": NAME, "entries": FILE} reads the events of a file; {"write": FILE} writes the library's calendar;
// {"calls": N} says how many seconds of processor time one call takes, over so many calls.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import icalGenerator from "ical-generator";

function withIcalJs({ zone, entries }) {
  const calendar = new ICAL.Component(["vcalendar", [], []]);
  calendar.addPropertyWithValue("prodid", "-//bench//EN");
  calendar.addPropertyWithValue("version", "2.0");
  for (const entry of entries) {
    const event = new ICAL.Component("vevent");
    const stamp = ICAL.Time.fromDateTimeString(entry.stamp);
    event.addPropertyWithValue("uid", entry.uid);
    event.addPropertyWithValue("dtstamp", stamp);
    event.addPropertyWithValue("last-modified", stamp);
    event.addPropertyWithValue("sequence", entry.sequence);
    event.addPropertyWithValue("status", entry.status);
    event.addPropertyWithValue("transp", "TRANSPARENT");
    event.addPropertyWithValue("x-microsoft-cdo-busystatus", "FREE");
    event.addPropertyWithValue("summary", entry.summary);
    event.addPropertyWithValue("description", entry.description);
    if (entry.category !== null) event.addPropertyWithValue("categories", entry.category);
    for (const name of ["start", "end"]) {
      const time = ICAL.Time.fromString(entry.wall[name]);
      const property = event.addPropertyWithValue(`dt${name}`, time);
      if (!time.isDate) property.setParameter("tzid", zone);
    }
    calendar.addSubcomponent(event);
  }
  return calendar.toString() + "\r\n";
}

// The library's page says to use UTC, so the file has no time zone.
function withIcalGenerator({ entries }) {
  const calendar = icalGenerator({ prodId: "-//bench//EN" });
  for (const entry of entries) {
    calendar.createEvent({
      id: entry.uid,
      stamp: new Date(entry.stamp),
      lastModified: new Date(entry.stamp),
      sequence: entry.sequence,
      status: entry.status,
      transparency: "TRANSPARENT",
      busystatus: "FREE",
      summary: entry.summary,
      description: entry.description,
      categories: entry.category === null ? [] : [{ name: entry.category }],
      allDay: entry.all_day,
      start: new Date(entry.instant.start),
      end: new Date(entry.instant.end),
    });
  }
  return calendar.toString() + "\r\n";
}

const writers = { "ical.js": withIcalJs, "ical-generator": withIcalGenerator };
let work = () => "";

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let seconds = 0;
  if (asked.use) {
    const given = JSON.parse(readFileSync(asked.entries, "utf-8"));
    work = () => writers[asked.use](given);
  } else if (asked.write) {
    writeFileSync(asked.write, work());
  } else {
    const before = process.cpuUsage();
    for (let call = 0; call < asked.calls; call += 1) work();
    const { user, system } = process.cpuUsage(before);
    seconds = (user + system) / 1e6 / asked.calls;
  }
  console.log(JSON.stringify({ seconds }));
}
