package switchboard.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import switchboard.model.Label;
import switchboard.model.Prompt;
import switchboard.model.Session;

/**
 * What {@code session.json} of an archive says of its session.
 *
 * @param format of the archive
 * @param agent the id of the agent whose transcript it is
 * @param title what its owner calls it, null without a name
 * @param opening the first words of its first prompt, null if they are not known
 * @param at when it was last worked in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionFacts(
        int format,
        String agent,
        @Nullable String title,
        @Nullable String opening,
        Instant at) {

    /** The only format there is. */
    static final int FORMAT = 1;

    private static final int LONGEST = 64;

    /** Perhaps from anybody: names are one short line each. */
    SessionFacts {
        agent = agent == null ? "" : Prompt.brief(agent, LONGEST);
        title = brief(title);
        opening = brief(opening);
        at = at == null ? Instant.EPOCH : at;
    }

    static SessionFacts of(Session session) {
        return new SessionFacts(FORMAT, session.agent(), session.title(), session.opening(), session.at());
    }

    private static @Nullable String brief(@Nullable String name) {
        var one = name == null ? "" : Prompt.brief(Label.of(name), LONGEST);
        return one.isBlank() ? null : one;
    }
}
