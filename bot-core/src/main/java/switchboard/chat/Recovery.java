package switchboard.chat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.command.Directories.Access;
import switchboard.model.AgentFacts;
import switchboard.model.Content;
import switchboard.model.CurrentTurn;
import switchboard.model.Outcome;
import switchboard.model.Prompt;
import switchboard.model.Session;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** How a turn goes on after its process, or the whole engine, was lost. Pure. */
final class Recovery {

    private static final int MOST_ATTEMPTS = 3;

    private Recovery() {}

    /** @param known whether the agent may know the prompt */
    static AgentProtocol.Job job(CurrentTurn current, boolean known) {
        var prompt = current.prompt();
        return new AgentProtocol.Job(
                current.id(),
                content(prompt, current.session().brief()),
                prompt.literal(),
                current.session(),
                current.session().used() && known,
                current.cleared(),
                current.seen(),
                false);
    }

    /** The agent's own commands begin with their name. */
    private static List<Content> content(Prompt prompt, @Nullable String brief) {
        return brief == null || !prompt.literal()
                ? prompt.content()
                : Stream.concat(
                                Stream.of(new Content.Quote(Content.Quote.Origin.SUMMARY, null, brief)),
                                prompt.content().stream())
                        .toList();
    }

    /** Where the turn runs again, or nothing if it has failed for good: a prompt that may be what breaks the agent. */
    static Optional<Session> where(CurrentTurn current, AgentProtocol.Broke why, Instant now) {
        var where = switch (why.cause()) {
            case CANNOT_START -> Optional.<Session>empty();
            case SESSION_LOST -> Optional.of(current.session().renewed(now));
            case SESSION_IN_USE, CRASHED, HUNG -> Optional.of(current.session().usedAt(now));
        };
        return where.filter(session -> current.again(session).attempt() < MOST_ATTEMPTS);
    }

    /** The notice for the person. */
    static Optional<String> notice(CurrentTurn current, AgentProtocol.Broke why) {
        return switch (why.cause()) {
            case SESSION_LOST -> lost(current);
            case CRASHED -> Optional.of(Texts.of("recovery.crashed"));
            case HUNG -> Optional.of(Texts.of("recovery.hung"));
            case SESSION_IN_USE, CANNOT_START -> Optional.empty();
        };
    }

    /** A session that is lost with its first prompt has lost nothing, unless it is a copy of another. */
    private static Optional<String> lost(CurrentTurn current) {
        if (current.session().origin() != null) {
            return Optional.of(Texts.of("recovery.originLost"));
        }
        var isFirst = current.attempt() > 0 && current.session().opening() == null;
        return isFirst ? Optional.empty() : Optional.of(Texts.of("recovery.sessionLost"));
    }

    static String notOf(AgentFacts agent) {
        return Texts.of("recovery.otherAgent", agent.name());
    }

    /** Why the turn cannot begin where it is to; empty if it can. */
    static Optional<Outcome> notAllowed(CurrentTurn current, Access access) {
        var directory = current.session().directory();
        return switch (access) {
            case OPEN -> Optional.empty();
            case OUTSIDE -> Optional.of(Outcome.failed("", Texts.of("recovery.forbidden", directory)));
            case CLOSED -> Optional.of(Outcome.failed("", Texts.of("recovery.closed", directory)));
        };
    }

    static String heldBack(String what) {
        return Texts.of("trust.heldBack", Markdown.text(what));
    }

    /** The notice of a chat that leaves a directory; empty if it stays. */
    static Optional<String> relocation(Path from, Access access, Path to) {
        return switch (access) {
            case OPEN -> Optional.empty();
            case OUTSIDE -> Optional.of(Texts.of("recovery.moved", from, to));
            case CLOSED -> Optional.of(Texts.of("recovery.movedFromClosed", from, to));
        };
    }
}
