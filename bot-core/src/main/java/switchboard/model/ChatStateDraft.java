package switchboard.model;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link ChatState} being changed; {@link #advance} makes it whole again. Used within one transition. */
final class ChatStateDraft {
    ChatId id;
    Session session;
    Settings settings;
    List<Session> past;
    ChatName name;
    Usage usage;
    Instant lastActivity;
    List<QueueItem> inbox;

    @Nullable
    CurrentTurn current;

    List<PendingAnswer> answers;
    List<Placed> held;
    List<Long> seen;

    @Nullable
    Long stop;

    @Nullable
    List<Content> lastPrompt;

    @Nullable
    String lastError;

    @Nullable
    ChatId movingTo;

    Memo memo;
    List<Shortcut> shortcuts;

    ChatStateDraft(ChatState from) {
        id = from.id();
        session = from.session();
        settings = from.settings();
        past = from.past();
        name = from.name();
        usage = from.usage();
        lastActivity = from.lastActivity();
        inbox = from.inbox();
        current = from.current();
        answers = from.answers();
        held = from.held();
        seen = from.seen();
        stop = from.stop();
        lastPrompt = from.lastPrompt();
        lastError = from.lastError();
        movingTo = from.movingTo();
        memo = from.memo();
        shortcuts = from.shortcuts();
    }

    /** Leaves the session, which {@code /resume} offers from now on if anything was said in it. */
    void enter(Session to) {
        var left = session.used() ? Stream.of(session) : Stream.<Session>empty();
        past = Stream.concat(left, past.stream())
                .filter(each -> !each.id().equals(to.id()))
                .limit(ChatState.MOST_PAST)
                .toList();
        session = to;
        usage = usage.inNewSession();
    }

    /** The session as it is by now. */
    Session known(Session any) {
        return Stream.concat(Stream.of(session), past.stream())
                .filter(any::isSame)
                .findFirst()
                .orElse(any);
    }

    /** Something was said in the session, which is the present one or a past one from now on. */
    void workedIn(Session worked) {
        if (session.isSame(worked)) {
            session = worked;
        } else {
            past = Stream.concat(Stream.of(worked), past.stream().filter(each -> !each.isSame(worked)))
                    .limit(ChatState.MOST_PAST)
                    .toList();
        }
    }

    /** Takes back {@link #workedIn}. */
    void notWorkedIn(Session before) {
        if (session.isSame(before)) {
            session = before;
        } else if (!before.used()) {
            past = past.stream().filter(each -> !each.isSame(before)).toList();
        }
    }

    /** The session goes on as {@code now}, perhaps under another id, also for what is to run there. */
    void renumber(SessionId before, Session now) {
        held = held.stream().map(each -> renumbered(each, before, now)).toList();
        inbox = inbox.stream()
                .map(each -> each instanceof Placed placed ? renumbered(placed, before, now) : each)
                .toList();
        past = past.stream().map(each -> each.id().equals(before) ? now : each).toList();
        session = session.id().equals(before) ? now : session;
    }

    private static Placed renumbered(Placed placed, SessionId before, Session now) {
        return placed.where().id().equals(before) ? new Placed(placed.prompt(), now) : placed;
    }

    ChatState advance() {
        while (current == null && !inbox.isEmpty()) {
            var head = inbox.getFirst();
            inbox = inbox.subList(1, inbox.size());
            switch (head) {
                case SessionSwitch move -> enter(move.to());
                case Prompt prompt -> current = CurrentTurn.of(prompt, session);
                case Placed placed -> current = CurrentTurn.of(placed.prompt(), known(placed.where()));
            }
        }
        memo = memo.only(this::isOpen);
        return new ChatState(
                id,
                session,
                settings,
                past,
                name,
                usage,
                lastActivity,
                inbox,
                current,
                answers,
                held,
                seen,
                stop,
                lastPrompt,
                lastError,
                movingTo,
                memo,
                shortcuts);
    }

    private boolean isOpen(TurnId turn) {
        return (current != null && current.id().equals(turn))
                || answers.stream().map(PendingAnswer::id).anyMatch(turn::equals)
                || Stream.concat(inbox.stream(), held.stream())
                        .flatMap(entry -> ChatState.prompt(entry).stream())
                        .map(Prompt::id)
                        .anyMatch(turn::equals);
    }
}
