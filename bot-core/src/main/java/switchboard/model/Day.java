package switchboard.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The days by which costs are counted: those of this machine's calendar. */
public final class Day {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private Day() {}

    public static LocalDate of(Instant now) {
        return LocalDate.ofInstant(now, ZoneId.systemDefault());
    }

    /** When the day after begins, as people read it: {@code 00:00 (Europe/Berlin)}. */
    public static String end(LocalDate day) {
        var next = next(day);
        return CLOCK.format(next) + " (" + next.getZone().getId() + ")";
    }

    /** How long the day lasts still. */
    public static Duration left(Instant now) {
        return Duration.between(now, next(of(now)).toInstant());
    }

    private static ZonedDateTime next(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneId.systemDefault());
    }
}
