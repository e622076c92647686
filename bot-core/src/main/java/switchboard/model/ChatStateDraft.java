package switchboard.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link ChatState} being changed; {@link #advance} makes it whole again. Used within one transition. */
final class ChatStateDraft {
    ChatId id;
    Session session;
    Settings settings;
    List<Session> past;

    @Nullable
    String chatTitle;

    Usage usage;
    Instant lastActivity;
    List<Entry> inbox;

    @Nullable
    Flight flight;

    List<Delivery> deliveries;
    boolean paused;
    List<Long> seen;

    @Nullable
    Long stop;

    @Nullable
    String lastPrompt;

    @Nullable
    String lastError;

    @Nullable
    ChatId movingTo;

    Map<TurnId, String> notices;
    List<String> open;
    List<Shortcut> shortcuts;

    ChatStateDraft(ChatState from) {
        id = from.id();
        session = from.session();
        settings = from.settings();
        past = from.past();
        chatTitle = from.chatTitle();
        usage = from.usage();
        lastActivity = from.lastActivity();
        inbox = from.inbox();
        flight = from.flight();
        deliveries = from.deliveries();
        paused = from.paused();
        seen = from.seen();
        stop = from.stop();
        lastPrompt = from.lastPrompt();
        lastError = from.lastError();
        movingTo = from.movingTo();
        notices = from.notices();
        open = from.open();
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

    ChatState advance() {
        while (flight == null && !inbox.isEmpty() && !(paused && inbox.getFirst() instanceof Prompt)) {
            var head = inbox.getFirst();
            inbox = inbox.subList(1, inbox.size());
            switch (head) {
                case Move move -> enter(move.to());
                case Prompt prompt -> flight = Flight.of(prompt, session).shownAs(notices.get(prompt.id()));
            }
        }
        paused = paused && !inbox.isEmpty();
        notices = noticesOfWaiting();
        return new ChatState(
                id,
                session,
                settings,
                past,
                chatTitle,
                usage,
                lastActivity,
                inbox,
                flight,
                deliveries,
                paused,
                seen,
                stop,
                lastPrompt,
                lastError,
                movingTo,
                notices,
                open,
                shortcuts);
    }

    private Map<TurnId, String> noticesOfWaiting() {
        if (notices.isEmpty()) {
            return notices;
        }
        return inbox.stream()
                .filter(Prompt.class::isInstance)
                .map(entry -> ((Prompt) entry).id())
                .filter(notices::containsKey)
                .collect(Collectors.toMap(Function.identity(), notices::get));
    }
}
