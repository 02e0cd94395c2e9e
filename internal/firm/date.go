package firm

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const isoDate = "2006-01-02"

// layouts are the forms of a date that can mean one day only.
var layouts = strings.Split("2006-1-2|2006/1/2|2006.1.2|2.1.2006|2.1.06|2 Jan 2006|2-Jan-2006|2-Jan-06|2 January 2006|"+
	"Jan 2, 2006|January 2, 2006|2. January 2006|20060102|2006-01-02T15:04:05|2006-01-02T15:04:05Z07:00|2006-01-02 15:04:05|2006年1月2日", "|")

// months are those of German and French that English does not share.
var months = strings.NewReplacer("januar", "January", "februar", "February", "märz", "March", "mai", "May", "juni", "June", "juli", "July",
	"oktober", "October", "okt", "Oct", "dezember", "December", "dez", "Dec", "janvier", "January", "février", "February", "mars", "March",
	"avril", "April", "juin", "June", "juillet", "July", "août", "August", "septembre", "September", "octobre", "October", "novembre", "November", "décembre", "December")

var (
	slashed = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$`)
	isoWeek = regexp.MustCompile(`^(\d{4})-?[WwKk][Ww]?(\d{1,2})$`)
)

// Excel counts days from 1899-12-30, some Macs from 1904-01-01. The serials
// taken as dates are those of 1954 to 2119.
var (
	epoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	epoch1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

const firstSerial, lastSerial = 20000, 80000

// parseDate reads a date; the message says what is wrong, "" if nothing.
func parseDate(text string, mac bool) (time.Time, string) {
	s := strings.TrimSpace(text)
	lower := strings.ToLower(s)
	if lower == "" || blanks[lower] || unknowns[lower] {
		return time.Time{}, ""
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && v >= firstSerial && v < lastSerial {
		epoch := epoch1900
		if mac {
			epoch = epoch1904
		}
		return epoch.AddDate(0, 0, int(v)), ""
	}
	for _, form := range []string{s, months.Replace(lower)} {
		for _, layout := range layouts {
			if t, err := time.Parse(layout, form); err == nil {
				return plausible(t)
			}
		}
	}
	if m := isoWeek.FindStringSubmatch(s); m != nil {
		return plausible(monday(m[1], m[2]))
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		return dayOrMonthFirst(m[1], m[2], m[3])
	}
	return time.Time{}, "expected a date, as 2025-04-04"
}

func plausible(t time.Time) (time.Time, string) {
	if t.Year() < 1954 || t.Year() > 2150 {
		return time.Time{}, "the year is out of reach; expected a date, as 2025-04-04"
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), ""
}

// monday is the first day of an ISO week.
func monday(year, week string) time.Time {
	y, _ := strconv.Atoi(year)
	w, _ := strconv.Atoi(week)
	if w < 1 || w > 53 {
		return time.Time{}
	}
	fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	return fourth.AddDate(0, 0, 7*(w-1)-(int(fourth.Weekday())+6)%7)
}

// dayOrMonthFirst reads 4/13/2025 and 13/4/2025, but not 4/5/2025.
func dayOrMonthFirst(a, b, year string) (time.Time, string) {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	n, _ := strconv.Atoi(year)
	if n < 100 {
		n += 2000
	}
	if x <= 12 && y <= 12 && x != y {
		return time.Time{}, "it may be either of two days; expected year-month-day, as 2025-04-04"
	}
	if x <= 12 {
		x, y = y, x
	}
	t := time.Date(n, time.Month(y), x, 0, 0, 0, 0, time.UTC)
	if y < 1 || y > 12 || t.Day() != x {
		return time.Time{}, "there is no such day; expected a date, as 2025-04-04"
	}
	return plausible(t)
}
