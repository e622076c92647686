package switchboard.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a chat may cost in a day.
 *
 * @param limit null for none
 * @param goesOn the day on which the chat may continue beyond it, because a person has said so; null for none
 * @param allGoOn the day on which all chats may continue beyond the engine's limit, because an owner has said so in this chat; null
 *     for none
 */
public record Budget(
        @Nullable DayLimit limit,
        @Nullable LocalDate goesOn,
        @Nullable LocalDate allGoOn) {

    static final Budget NONE = new Budget(null, null, null);

    /** With another limit. What was said of the one before does not count for it. */
    Budget limited(@Nullable DayLimit other) {
        return new Budget(other, null, allGoOn);
    }

    Budget goingOn(LocalDate day) {
        return new Budget(limit, day, allGoOn);
    }

    Budget allGoingOn(LocalDate day) {
        return new Budget(limit, goesOn, day);
    }

    /** With what an owner has said of all chats in another chat, if that is later. */
    Budget alsoForAll(Budget other) {
        var said = other.allGoOn;
        return said == null || (allGoOn != null && !allGoOn.isBefore(said)) ? this : allGoingOn(said);
    }

    /** Null for nothing. */
    @Nullable
    Budget orNull() {
        return equals(NONE) ? null : this;
    }
}
