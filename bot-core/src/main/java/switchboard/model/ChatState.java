package switchboard.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a chat must not forget. Transitions are pure, return {@code this} where they do not apply and put the next
 * prompt in flight themselves, so that one store makes one whole step.
 *
 * @param session where the next prompt goes
 * @param past sessions of this chat that {@code /resume} offers, newest first, at most {@link #MOST_PAST}
 * @param chatTitle what the front calls the chat, null if it has no name
 * @param lastActivity when a person last spoke here
 * @param inbox accepted and not begun, in the order asked
 * @param flight the turn in flight, null at rest
 * @param deliveries ended turns whose answer is not confirmed as shown, oldest first
 * @param paused true after a stop that left prompts waiting, until someone says go on
 * @param seen the front's ids of the latest messages taken, newest last, at most {@link #MOST_SEEN}
 * @param stop the front's id of the last stop, null once a prompt that was said later has come or someone said go on
 * @param lastPrompt what {@code /retry} asks again
 * @param lastError what {@code /status} shows
 * @param movingTo the id under which the conversation goes on; kept here, at rest, until it has arrived there
 * @param notices the front's references to what it shows of prompts that wait
 * @param open the front's references to messages with a question's buttons, to be taken away after a restart
 * @param shortcuts what does not fit into buttons that were shown, newest last, at most {@link #MOST_SHORTCUTS}
 */
public record ChatState(
        ChatId id,
        Session session,
        Settings settings,
        List<Session> past,
        @Nullable String chatTitle,
        Usage usage,
        Instant lastActivity,
        List<Entry> inbox,
        @Nullable Flight flight,
        List<Delivery> deliveries,
        boolean paused,
        List<Long> seen,
        @Nullable Long stop,
        @Nullable String lastPrompt,
        @Nullable String lastError,
        @Nullable ChatId movingTo,
        Map<TurnId, String> notices,
        List<String> open,
        List<Shortcut> shortcuts) {

    /** How many past sessions are kept. */
    public static final int MOST_PAST = 20;

    /** How many message ids are kept, against a message that comes twice. */
    public static final int MOST_SEEN = 256;

    /** How many arguments of buttons are kept. */
    public static final int MOST_SHORTCUTS = 100;

    /** After so long a silence a front's ids may begin anew at any number; Telegram's do after a week. */
    private static final Duration IDS_GROW_WITHIN = Duration.ofDays(6);

    public ChatState {
        past = List.copyOf(past);
        inbox = List.copyOf(inbox);
        deliveries = List.copyOf(deliveries);
        seen = List.copyOf(seen);
        notices = Map.copyOf(notices);
        open = List.copyOf(open);
        shortcuts = List.copyOf(shortcuts);
    }

    /** A chat in which nothing was said yet. */
    public static ChatState of(ChatId id, Session session) {
        return new ChatState(
                id,
                session,
                Settings.NONE,
                List.of(),
                null,
                Usage.NONE,
                session.at(),
                List.of(),
                null,
                List.of(),
                false,
                List.of(),
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of());
    }

    // What a person does

    /** Those of the messages that were taken before. */
    public List<Long> seenOf(List<Long> messages) {
        return messages.stream().filter(seen::contains).toList();
    }

    /** Notes that messages were taken, so that they are dropped if they come again. */
    public ChatState saw(List<Long> messages, Instant now) {
        var all = Stream.concat(seen.stream(), messages.stream()).toList();
        return edit(next -> {
            next.lastActivity = now;
            next.seen = all.subList(Math.max(0, all.size() - MOST_SEEN), all.size());
            next.stop = now.isBefore(lastActivity.plus(IDS_GROW_WITHIN)) ? stop : null;
        });
    }

    /** Notes messages that were answers to a question; none changes nothing. */
    public ChatState answeredIn(List<Long> messages, Instant now) {
        return messages.isEmpty() ? this : saw(messages, now);
    }

    /** Takes a prompt; it also ends a pause, unless the stop was said after it. */
    public ChatState accept(Prompt prompt) {
        return edit(next -> {
            next.inbox = append(inbox, prompt);
            next.lastPrompt = prompt.literal() ? prompt.text() : lastPrompt;
            next.paused = wasSaidBeforeStop();
            next.stop = next.paused ? stop : null;
        });
    }

    /** A fresh session in the same directory; what waits is dropped, the turn in flight is the caller's to stop. */
    public ChatState renew(@Nullable String title, Instant now) {
        return edit(next -> {
            next.inbox = List.of();
            next.paused = false;
            next.stop = null;
            next.enter(Session.fresh(session.directory(), title, now));
        });
    }

    /** Goes to another session once all that was asked before is done. */
    public ChatState move(Session to) {
        return edit(next -> next.inbox = append(inbox, new Move(to)));
    }

    /** Makes the first waiting move now; what was asked before it and has not begun is dropped. */
    public ChatState moveNow() {
        return waitingMoves()
                .findFirst()
                .map(move -> edit(next -> next.inbox = inbox.subList(inbox.indexOf(move), inbox.size())))
                .orElse(this);
    }

    /** Drops one prompt that waits. */
    public ChatState drop(TurnId turn) {
        return edit(next -> next.inbox = inbox.stream()
                .filter(entry -> !(entry instanceof Prompt prompt && prompt.id().equals(turn)))
                .toList());
    }

    /** Drops every prompt that waits; moves stay. */
    public ChatState dropAll() {
        return edit(next ->
                next.inbox = inbox.stream().filter(Move.class::isInstance).toList());
    }

    /** Holds back what waits, and what still comes that was said before what {@link #saw} was told last. */
    public ChatState hold() {
        return hold(seen.isEmpty() ? stop : seen.getLast());
    }

    private ChatState hold(@Nullable Long by) {
        return edit(next -> {
            next.paused = paused || waiting().findAny().isPresent();
            next.stop = by;
        });
    }

    /** With the stop of {@code other}, a state that could not be stored. */
    public ChatState stoppedAs(ChatState other) {
        var stopped = other.flight != null && other.flight.stopped() ? stop(other.flight.id()) : this;
        return stopped.hold(other.stop);
    }

    /** Ends a pause, unless the stop was said after this; then it is ended when told again. */
    public ChatState goOn() {
        return edit(next -> {
            next.paused = paused && wasSaidBeforeStop();
            next.stop = null;
        });
    }

    /** Whether the stop has overtaken what {@link #saw} was told last. */
    private boolean wasSaidBeforeStop() {
        return stop != null && !seen.isEmpty() && seen.getLast() < stop;
    }

    /** Keeps what buttons that are about to be shown stand for; what was shown longest ago is forgotten. */
    public ChatState offer(List<Shortcut> offered) {
        if (shortcuts.containsAll(offered)) {
            return this;
        }
        var all = Stream.concat(shortcuts.stream().filter(each -> !offered.contains(each)), offered.stream())
                .toList();
        return edit(next -> next.shortcuts = all.subList(Math.max(0, all.size() - MOST_SHORTCUTS), all.size()));
    }

    /** What a button's key stands for. */
    public Optional<String> shortcut(String key) {
        return shortcuts.stream()
                .filter(each -> each.key().equals(key))
                .map(Shortcut::argument)
                .findFirst();
    }

    public ChatState with(UnaryOperator<Settings> change) {
        return edit(next -> next.settings = change.apply(settings));
    }

    public ChatState titled(@Nullable String title) {
        return edit(next -> next.session = session.titled(title));
    }

    /** @param title null if it is not known, which changes nothing */
    public ChatState chatTitled(@Nullable String title) {
        return title == null ? this : edit(next -> next.chatTitle = title);
    }

    // What becomes of a turn

    /** The turn holds its permit: from now on its prompt may have reached Claude. */
    public ChatState begin(TurnId turn, Instant now) {
        return inFlight(turn)
                .map(found -> edit(next -> {
                    next.flight = found.begin();
                    next.session = sameSession(found)
                            ? session.usedAt(now).opened(found.prompt().brief(60))
                            : session;
                }))
                .orElse(this);
    }

    /** Claude never came up for the turn: if it was its first attempt, nothing was said in the session. */
    public ChatState neverBegan(TurnId turn) {
        return inFlight(turn)
                .filter(found -> found.attempt() == 0 && sameSession(found))
                .map(found -> edit(next -> next.session = found.session()))
                .orElse(this);
    }

    /** The process broke under the turn, which is to run again in {@code where}: the same session or a new one. */
    public ChatState again(TurnId turn, Session where) {
        return inFlight(turn)
                .map(found -> edit(next -> {
                    next.flight = found.again(where);
                    next.session = sameSession(found) ? where.usedAt(where.at()) : session;
                }))
                .orElse(this);
    }

    /** The turn's live message, also one that came after its end, or the notice of a prompt that waits. */
    public ChatState showLive(TurnId turn, @Nullable String message) {
        var found = inFlight(turn);
        if (found.isPresent()) {
            return edit(next -> next.flight = found.get().shownAs(message));
        }
        return holds(turn)
                ? edit(next -> next.notices = noticed(turn, message))
                : deliver(turn, delivery -> delivery.shownAs(message));
    }

    /** Questions stand open in these messages and no others. */
    public ChatState showOpen(List<String> messages) {
        return edit(next -> next.open = messages);
    }

    /** If the turn is cut off, nobody need be asked about these tool calls. */
    public ChatState clear(TurnId turn, List<String> toolUses) {
        return inFlight(turn)
                .map(found -> edit(next -> next.flight = found.clearing(toolUses)))
                .orElse(this);
    }

    /** @param turn null for whatever is in flight */
    public ChatState stop(@Nullable TurnId turn) {
        return Optional.ofNullable(flight)
                .filter(found -> turn == null || found.id().equals(turn))
                .map(found -> edit(next -> next.flight = found.stop()))
                .orElse(this);
    }

    /** Ends the turn in flight if it was stopped and is at work no more. */
    public ChatState endStopped(Instant now) {
        return flight == null || !flight.stopped() ? this : end(flight.id(), Outcome.cancelled(""), Cost.NONE, now);
    }

    /** The turn ended: its outcome waits to be delivered and the next prompt begins. */
    public ChatState end(TurnId turn, Outcome outcome, Cost cost, Instant now) {
        return inFlight(turn)
                .map(found -> {
                    var delivery =
                            new Delivery(turn, outcome, cost, found.prompt().message(), found.live(), List.of(), now);
                    return edit(next -> {
                        next.flight = null;
                        next.deliveries = append(deliveries, delivery);
                        next.usage = usage.plus(cost, now);
                        next.lastError = outcome.kind() == Outcome.Kind.FAILED ? outcome.reason() : null;
                    });
                })
                .orElse(this);
    }

    /** Claude said something that nobody asked for; it is delivered all the same. If it said nothing, nothing is. */
    public ChatState unasked(TurnId turn, Outcome outcome, Cost cost, Instant now) {
        var isEmpty = outcome.kind() == Outcome.Kind.ANSWERED && outcome.text().isBlank();
        return edit(next -> {
            if (!isEmpty) {
                next.deliveries = append(deliveries, new Delivery(turn, outcome, cost, null, null, List.of(), now));
            }
            next.usage = usage.plus(cost, now);
        });
    }

    /** A part of an answer is on its way ({@link Delivery#SENDING}) or has become the message {@code reference}. */
    public ChatState part(TurnId turn, int index, String reference) {
        return deliver(turn, delivery -> delivery.withPart(index, reference));
    }

    public ChatState delivered(TurnId turn) {
        return edit(next -> next.deliveries = deliveries.stream()
                .filter(delivery -> !delivery.id().equals(turn))
                .toList());
    }

    /** Claude Code goes on under a new session id. */
    public ChatState renumbered(SessionId other) {
        return edit(next -> next.session =
                new Session(other, true, session.directory(), session.title(), session.opening(), session.at()));
    }

    /** Takes over a conversation that had another chat's id; one that is already lived in keeps it for {@code /resume}. */
    public ChatState inherit(ChatState other) {
        if (!session.used() && atRest()) {
            return other;
        }
        var isKnown = session.id().equals(other.session.id())
                || past.stream().anyMatch(each -> each.id().equals(other.session.id()));
        if (isKnown || (!other.session.used() && other.atRest())) {
            return this;
        }
        var running = Optional.ofNullable(other.flight).map(Flight::prompt).stream();
        return edit(next -> {
            next.past = Stream.concat(Stream.of(other.session), past.stream())
                    .limit(MOST_PAST)
                    .toList();
            next.inbox = Stream.of(inbox.stream(), running, other.inbox.stream())
                    .<Entry>flatMap(each -> each)
                    .toList();
            next.deliveries = Stream.concat(deliveries.stream(), other.deliveries.stream())
                    .toList();
        });
    }

    /** The conversation is to go on under another chat's id: from now on nothing runs here. */
    public ChatState movingTo(ChatId other) {
        return edit(next -> next.movingTo = other);
    }

    /** The same conversation under another chat's id; references to messages of the old chat are void. */
    public ChatState in(ChatId other) {
        return edit(next -> {
            next.id = other;
            next.movingTo = null;
            next.stop = null;
            next.flight = flight == null ? null : flight.shownAs(null);
            next.seen = List.of();
            next.notices = Map.of();
            next.open = List.of();
        });
    }

    // What the state amounts to

    /** The prompts that wait, in order. */
    public Stream<Prompt> waiting() {
        return inbox.stream().filter(Prompt.class::isInstance).map(Prompt.class::cast);
    }

    /** The prompt in flight and those that wait, in order. */
    public Stream<Prompt> prompts() {
        return Stream.concat(Optional.ofNullable(flight).map(Flight::prompt).stream(), waiting());
    }

    public boolean atRest() {
        return flight == null && inbox.isEmpty() && deliveries.isEmpty() && movingTo == null;
    }

    /** How many prompts of this chat come before this one. */
    public int aheadOf(TurnId turn) {
        var before =
                waiting().map(Prompt::id).takeWhile(each -> !each.equals(turn)).count();
        return flight == null || flight.id().equals(turn) ? 0 : (int) before + 1;
    }

    /** Whether the prompt is new since {@code before} and not on hold, or waits in another place of this chat. */
    public boolean hasMoved(TurnId turn, ChatState before) {
        return before.holds(turn)
                ? aheadOf(turn) > 0 && aheadOf(turn) != before.aheadOf(turn)
                : !paused || inFlight(turn).isPresent();
    }

    /** Whether the prompt waits or runs. */
    public boolean holds(TurnId turn) {
        return inFlight(turn).isPresent()
                || waiting().anyMatch(prompt -> prompt.id().equals(turn));
    }

    /** Prompts that wait, the one that waits for its permit included. */
    public int backlog() {
        return (int) waiting().count() + (flight != null && !flight.begun() ? 1 : 0);
    }

    /** What counts against the prompts that may wait: they, and the answers behind the one that is being shown. */
    public int load() {
        return backlog() + Math.max(0, deliveries.size() - 1);
    }

    /** The session in which what is asked now will run. */
    public Session destination() {
        return waitingMoves().reduce((first, last) -> last).map(Move::to).orElse(session);
    }

    /** The moves that wait, in order. */
    public Stream<Move> waitingMoves() {
        return inbox.stream().filter(Move.class::isInstance).map(Move.class::cast);
    }

    /** Whether something will have been said in {@link #destination} before what is asked now. */
    public boolean isSpokenIn() {
        if (inbox.isEmpty()) {
            return session.used() || (flight != null && sameSession(flight));
        }
        return !(inbox.getLast() instanceof Move move) || move.to().used();
    }

    /** Whether a move asked for now would take effect at once. */
    public boolean movesAtOnce() {
        return flight == null && inbox.isEmpty();
    }

    /** What people call this chat: the session's title, else the chat's, else its number. */
    public String title() {
        if (session.title() != null) {
            return session.title();
        }
        return chatTitle != null ? chatTitle : "Chat " + id;
    }

    private Map<TurnId, String> noticed(TurnId turn, @Nullable String message) {
        var next = new HashMap<>(notices);
        next.compute(turn, (id, before) -> message);
        return next;
    }

    private Optional<Flight> inFlight(TurnId turn) {
        return Optional.ofNullable(flight).filter(found -> found.id().equals(turn));
    }

    private ChatState deliver(TurnId turn, UnaryOperator<Delivery> change) {
        return deliveries.stream().noneMatch(delivery -> delivery.id().equals(turn))
                ? this
                : edit(next -> next.deliveries = deliveries.stream()
                        .map(delivery -> delivery.id().equals(turn) ? change.apply(delivery) : delivery)
                        .toList());
    }

    private boolean sameSession(Flight found) {
        return session.id().equals(found.session().id());
    }

    private ChatState edit(Consumer<ChatStateDraft> change) {
        var draft = new ChatStateDraft(this);
        change.accept(draft);
        return draft.advance();
    }

    private static <T> List<T> append(List<? extends T> list, T last) {
        var next = new ArrayList<T>(list);
        next.add(last);
        return next;
    }
}
