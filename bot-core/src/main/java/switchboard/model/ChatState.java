package switchboard.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a chat must not forget. Transitions are pure, return {@code this} where they do not apply and put the next
 * prompt in flight themselves, so that one store makes one whole step.
 *
 * @param session where the next prompt goes
 * @param past sessions of this chat that {@code /resume} offers, newest first, at most {@link #MOST_PAST}
 * @param name what the front calls the chat
 * @param lastActivity when a person last spoke here
 * @param inbox accepted and not begun, in the order asked
 * @param current the turn in flight, null at rest
 * @param answers ended turns whose answer is not confirmed as shown, oldest first
 * @param held what stops have put on hold, in that order: it runs only if a person says so
 * @param seen the front's ids of the latest messages taken, newest last, at most {@link #MOST_SEEN}
 * @param stop the front's id of the last stop: what was said before it is put on hold if it comes later; null for none
 * @param lastPrompt what {@code /retry} asks again
 * @param lastError what {@code /status} shows
 * @param movingTo the id under which the conversation goes on; kept here, at rest, until it has arrived there
 * @param memo what the front wants to find again
 * @param shortcuts what does not fit into buttons that were shown, newest last, at most {@link #MOST_SHORTCUTS}
 */
public record ChatState(
        ChatId id,
        Session session,
        Settings settings,
        List<Session> past,
        ChatName name,
        Usage usage,
        Instant lastActivity,
        List<QueueItem> inbox,
        @Nullable CurrentTurn current,
        List<PendingAnswer> answers,
        List<Placed> held,
        List<Long> seen,
        @Nullable Long stop,
        @Nullable List<Content> lastPrompt,
        @Nullable String lastError,
        @Nullable ChatId movingTo,
        Memo memo,
        List<Shortcut> shortcuts) {

    /** How many past sessions are kept. */
    public static final int MOST_PAST = 20;

    /** How many message ids are kept, against a message that comes twice. */
    public static final int MOST_SEEN = 256;

    /** How many arguments of buttons are kept. */
    public static final int MOST_SHORTCUTS = 100;

    /** After so long a silence a front's ids may begin again at any number; Telegram's do after a week. */
    private static final Duration IDS_GROW_WITHIN = Duration.ofDays(6);

    public ChatState {
        past = List.copyOf(past);
        inbox = List.copyOf(inbox);
        held = List.copyOf(held);
        answers = List.copyOf(answers);
        seen = List.copyOf(seen);
        shortcuts = List.copyOf(shortcuts);
        lastPrompt = lastPrompt == null ? null : List.copyOf(lastPrompt);
    }

    /** A chat in which nothing was said yet. */
    public static ChatState of(ChatId id, Session session) {
        return new ChatState(
                id,
                session,
                Settings.NONE,
                List.of(),
                ChatName.UNKNOWN,
                Usage.NONE,
                session.at(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                Memo.NONE,
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

    /** Takes a prompt; on hold if it was said before the last stop. */
    public ChatState accept(Prompt prompt) {
        return edit(next -> {
            if (wasSaidBeforeStop()) {
                next.held = append(held, new Placed(prompt, destination()));
            } else {
                next.inbox = append(inbox, prompt);
            }
            next.lastPrompt = prompt.literal() ? prompt.content() : lastPrompt;
        });
    }

    /** A fresh session in the same directory; what waits or is on hold is dropped, the turn in flight is the caller's to stop. */
    public ChatState renew(@Nullable String title, Instant now) {
        return edit(next -> {
            next.inbox = List.of();
            next.held = List.of();
            next.enter(Session.fresh(session.directory(), title, now));
        });
    }

    /** Goes to another session once all that was asked before is done. */
    public ChatState move(Session to) {
        return edit(next -> next.inbox = append(inbox, new SessionSwitch(to)));
    }

    /** Makes the first waiting move now; what was asked before it and has not begun is dropped. */
    public ChatState moveNow() {
        return waitingMoves()
                .findFirst()
                .map(move -> edit(next -> next.inbox = inbox.subList(inbox.indexOf(move), inbox.size())))
                .orElse(this);
    }

    /** Drops a prompt that waits or is on hold. */
    public ChatState drop(TurnId turn) {
        return dropAll(List.of(turn));
    }

    /** Drops these prompts if they wait or are on hold. */
    public ChatState dropAll(List<TurnId> turns) {
        return edit(next -> {
            next.inbox = without(turns::contains);
            next.held = held.stream().filter(each -> !turns.contains(each.id())).toList();
        });
    }

    /** Drops every prompt that waits or is on hold; moves stay. */
    public ChatState dropAll() {
        return edit(next -> {
            next.inbox = without(every -> true);
            next.held = List.of();
        });
    }

    /** Puts on hold what waits, and what still comes that was said before what {@link #saw} was told last. */
    public ChatState hold() {
        return hold(seen.isEmpty() ? stop : seen.getLast());
    }

    private ChatState hold(@Nullable Long by) {
        return edit(next -> {
            next.held = Stream.concat(held.stream(), placed().stream()).toList();
            next.inbox = without(every -> true);
            next.stop = by;
        });
    }

    /** The same with all that an earlier version had in its inbox when it was paused. */
    ChatState allHeld() {
        return hold(stop);
    }

    /** Appends these of the prompts on hold to what waits, in order; each runs where it was asked for. */
    public ChatState goOn(Set<TurnId> turns) {
        var chosen = held.stream().filter(each -> turns.contains(each.id())).toList();
        return edit(next -> {
            next.held = held.stream().filter(each -> !chosen.contains(each)).toList();
            next.inbox = Stream.concat(inbox.stream(), chosen.stream()).toList();
        });
    }

    /** Forgets the last stop: the front's ids tell nothing of what was said before it. */
    public ChatState forgetStop() {
        return edit(next -> next.stop = null);
    }

    /** Whether what {@link #saw} was told last was said before the last stop, which has overtaken it. */
    public boolean wasSaidBeforeStop() {
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

    /** @param told what a message tells of the chat's name; null for nothing, which changes nothing */
    public ChatState named(@Nullable ChatName told) {
        return told == null ? this : edit(next -> next.name = name.told(told, id));
    }

    /** The chat is a topic, which has got another name. */
    public ChatState topicNamed(String topic) {
        return edit(next -> next.name = name.in(topic));
    }

    // What becomes of a turn

    /** The turn holds its permit: from now on its prompt may have reached Claude. */
    public ChatState begin(TurnId turn, Instant now) {
        return inFlight(turn)
                .map(found -> edit(next -> {
                    next.current = found.begin();
                    next.workedIn(next.known(found.session())
                            .usedAt(now)
                            .opened(found.prompt().brief(60)));
                }))
                .orElse(this);
    }

    /** The turn runs in a session of this agent: one of another is left, and a new one begun in its place. */
    public ChatState runBy(TurnId turn, String agent, Instant now) {
        return inFlight(turn)
                .filter(found -> !found.session().agent().equals(agent))
                .map(found -> edit(next -> {
                    var before = found.session();
                    var where = (before.used() ? before.renewed(now) : before).of(agent);
                    next.current = found.in(where);
                    next.renumber(before.id(), where);
                }))
                .orElse(this);
    }

    /** Claude never came up for the turn: if it was its first attempt, nothing was said in the session. */
    public ChatState neverBegan(TurnId turn) {
        return inFlight(turn)
                .filter(found -> found.attempt() == 0)
                .map(found -> edit(next -> next.notWorkedIn(found.session())))
                .orElse(this);
    }

    /** The process broke under the turn, which is to run again in {@code where}: the same session or a new one. */
    public ChatState again(TurnId turn, Session where) {
        return inFlight(turn)
                .map(found -> edit(next -> {
                    next.current = found.again(where);
                    next.renumber(found.session().id(), where.usedAt(where.at()));
                }))
                .orElse(this);
    }

    /**
     * Keeps what the front wants to find again of a turn, as long as that {@link #isOpen is open}, or of the chat.
     *
     * @param turn null for the chat as a whole
     */
    public ChatState remember(@Nullable TurnId turn, @Nullable JsonNode content) {
        return edit(next -> next.memo = memo.with(turn, content));
    }

    /** If the turn is cut off, nobody need be asked about these tool calls. */
    public ChatState clear(TurnId turn, List<String> toolUses) {
        return inFlight(turn)
                .map(found -> edit(next -> next.current = found.clearing(toolUses)))
                .orElse(this);
    }

    /** @param turn null for whatever is in flight */
    public ChatState stop(@Nullable TurnId turn) {
        return Optional.ofNullable(current)
                .filter(found -> turn == null || found.id().equals(turn))
                .map(found -> edit(next -> next.current = found.stop()))
                .orElse(this);
    }

    /** Ends the turn in flight if it was stopped and is at work no more. */
    public ChatState endStopped(Instant now) {
        return current == null || !current.stopped() ? this : end(current.id(), Outcome.cancelled(""), Cost.NONE, now);
    }

    /** The turn ended: its outcome waits to be delivered and the next prompt begins. */
    public ChatState end(TurnId turn, Outcome outcome, Cost cost, Instant now) {
        return inFlight(turn)
                .map(found -> {
                    var answer = new PendingAnswer(
                            turn, outcome, cost, found.prompt().message(), now);
                    return edit(next -> {
                        next.current = null;
                        next.answers = append(answers, answer);
                        next.usage = sameSession(found) ? usage.plus(cost, now) : usage.plusElsewhere(cost, now);
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
                next.answers = append(answers, new PendingAnswer(turn, outcome, cost, null, now));
            }
            next.usage = usage.plus(cost, now);
        });
    }

    public ChatState delivered(TurnId turn) {
        return edit(next -> next.answers =
                answers.stream().filter(answer -> !answer.id().equals(turn)).toList());
    }

    /** Claude Code goes on under a new session id. */
    public ChatState renumbered(SessionId other) {
        var at = current != null && current.begun() ? current.session() : session;
        return edit(next -> {
            var now = next.known(at).numbered(other);
            next.renumber(at.id(), now);
            next.current = current != null && current.session().isSame(at) ? current.in(now) : current;
        });
    }

    /**
     * Takes over a conversation that had another chat's id; one that is already lived in keeps it for {@code /resume}, and what was
     * asked there still runs there.
     */
    public ChatState inherit(ChatState other) {
        if (!session.used() && atRest()) {
            return other;
        }
        var isKnown = session.id().equals(other.session.id())
                || past.stream().anyMatch(each -> each.id().equals(other.session.id()));
        if (isKnown || (!other.session.used() && other.atRest())) {
            return this;
        }
        var running =
                Optional.ofNullable(other.current).map(each -> new Placed(each.prompt(), each.session())).stream();
        return edit(next -> {
            next.past = Stream.concat(Stream.of(other.session), past.stream())
                    .limit(MOST_PAST)
                    .toList();
            next.inbox = Stream.of(inbox.stream(), running, other.placed().stream())
                    .<QueueItem>flatMap(each -> each)
                    .toList();
            next.held = Stream.concat(held.stream(), other.held.stream()).toList();
            next.answers =
                    Stream.concat(answers.stream(), other.answers.stream()).toList();
            next.memo = memo.withTurnsOf(other.memo);
        });
    }

    /** The conversation is to go on under another chat's id: from now on nothing runs here. */
    public ChatState movingTo(ChatId other) {
        return edit(next -> next.movingTo = other);
    }

    /** The same conversation under another chat's id; the messages of the old chat are not there. */
    public ChatState in(ChatId other) {
        return edit(next -> {
            next.id = other;
            next.movingTo = null;
            next.stop = null;
            next.current = current == null ? null : current.withoutMessage();
            next.inbox = inbox.stream().map(QueueItem::withoutMessage).toList();
            next.held = held.stream().map(Placed::withoutMessage).toList();
            next.answers = answers.stream().map(PendingAnswer::withoutMessage).toList();
            next.seen = List.of();
        });
    }

    // What the state amounts to

    /** The prompts that wait, in order. */
    public Stream<Prompt> waiting() {
        return inbox.stream().map(ChatState::prompt).flatMap(Optional::stream);
    }

    /** The prompts on hold, in order. */
    public Stream<Prompt> onHold() {
        return held.stream().map(Placed::prompt);
    }

    /** The prompts that wait, in order, each with the session in which it will run. */
    public List<Placed> placed() {
        var placed = new ArrayList<Placed>();
        var where = session;
        for (var entry : inbox) {
            switch (entry) {
                case SessionSwitch move -> where = move.to();
                case Prompt prompt -> placed.add(new Placed(prompt, where));
                case Placed bound -> placed.add(bound);
            }
        }
        return placed;
    }

    /** The prompt in flight and those that wait, in order. */
    public Stream<Prompt> prompts() {
        return Stream.concat(Optional.ofNullable(current).map(CurrentTurn::prompt).stream(), waiting());
    }

    public boolean atRest() {
        return current == null && inbox.isEmpty() && held.isEmpty() && answers.isEmpty() && movingTo == null;
    }

    /** How many prompts of this chat come before this one. */
    public int aheadOf(TurnId turn) {
        var before =
                waiting().map(Prompt::id).takeWhile(each -> !each.equals(turn)).count();
        return current == null || current.id().equals(turn) ? 0 : (int) before + 1;
    }

    /** Whether the prompt has come into line since {@code before}, or waits in another place of this chat. */
    public boolean hasMoved(TurnId turn, ChatState before) {
        return before.prompts().noneMatch(prompt -> prompt.id().equals(turn))
                || (aheadOf(turn) > 0 && aheadOf(turn) != before.aheadOf(turn));
    }

    /** Whether the prompt waits, is on hold or runs. */
    public boolean holds(TurnId turn) {
        return isOnHold(turn) || prompts().anyMatch(prompt -> prompt.id().equals(turn));
    }

    /** Whether the prompt waits, is on hold or runs, or its answer is not delivered. */
    public boolean isOpen(TurnId turn) {
        return holds(turn) || answers.stream().anyMatch(answer -> answer.id().equals(turn));
    }

    public boolean isOnHold(TurnId turn) {
        return held.stream().anyMatch(each -> each.id().equals(turn));
    }

    /** Prompts that wait or are on hold, the one that waits for its permit included. */
    public int backlog() {
        return (int) waiting().count() + held.size() + (current != null && !current.begun() ? 1 : 0);
    }

    /** The session in which what is asked now will run. */
    public Session destination() {
        return waitingMoves()
                .reduce((first, last) -> last)
                .map(SessionSwitch::to)
                .orElse(session);
    }

    /** The moves that wait, in order. */
    public Stream<SessionSwitch> waitingMoves() {
        return inbox.stream().filter(SessionSwitch.class::isInstance).map(SessionSwitch.class::cast);
    }

    /** Whether something will have been said in {@link #destination} before what is asked now. */
    public boolean isSpokenIn() {
        var to = destination();
        return to.used()
                || (current != null && current.session().isSame(to))
                || placed().stream().anyMatch(each -> each.where().isSame(to));
    }

    /** Whether a move asked for now would take effect at once. */
    public boolean movesAtOnce() {
        return current == null && inbox.isEmpty();
    }

    /** What people call this chat: the session's title, else {@link #chatName}. */
    public String title() {
        return session.title() == null ? chatName() : session.title();
    }

    /** The names of the chat and its topic, or their numbers. */
    public String chatName() {
        return name.of(id);
    }

    private Optional<CurrentTurn> inFlight(TurnId turn) {
        return Optional.ofNullable(current).filter(found -> found.id().equals(turn));
    }

    private boolean sameSession(CurrentTurn found) {
        return session.isSame(found.session());
    }

    /** What waits but for these prompts. */
    private List<QueueItem> without(Predicate<TurnId> which) {
        return inbox.stream()
                .filter(entry ->
                        prompt(entry).filter(each -> which.test(each.id())).isEmpty())
                .toList();
    }

    static Optional<Prompt> prompt(QueueItem entry) {
        return switch (entry) {
            case Prompt prompt -> Optional.of(prompt);
            case Placed placed -> Optional.of(placed.prompt());
            case SessionSwitch move -> Optional.empty();
        };
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
