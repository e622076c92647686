package switchboard.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a chat that have not ended: waiting, in flight or on hold. Immutable.
 *
 * @param inbox accepted and not begun, in the order asked
 * @param current the turn in flight, null at rest
 * @param held prompts that stops have put on hold, in that order; they run only if a person says so
 * @param lastPrompt the prompt that {@code /retry} asks again
 */
public record Queue(
        List<QueueItem> inbox,
        @JsonProperty("flight") @Nullable CurrentTurn current,
        List<Placed> held,
        @JsonProperty("last_content") @Nullable List<Content> lastPrompt)
        implements ChatPart {

    static final Queue EMPTY = new Queue(List.of(), null, List.of(), null);

    public Queue {
        inbox = inbox == null ? List.of() : List.copyOf(inbox);
        held = held == null ? List.of() : List.copyOf(held);
        lastPrompt = lastPrompt == null ? null : List.copyOf(lastPrompt);
    }

    // What a person does

    Queue append(QueueItem item) {
        return append(Stream.of(item));
    }

    private Queue append(Stream<? extends QueueItem> items) {
        return withInbox(Stream.concat(inbox.stream(), items).toList());
    }

    /** Before all others. */
    Queue first(QueueItem item) {
        return withInbox(Stream.concat(Stream.of(item), inbox.stream()).toList());
    }

    /** A prompt that has not begun becomes this, because one of its messages was edited. */
    public Queue revise(TurnId turn, List<Content> content) {
        if (hasBegun(turn)) {
            return this;
        }
        var wasLast =
                find(turn).filter(each -> each.content().equals(lastPrompt)).isPresent();
        return new Queue(
                inbox.stream().map(each -> each.revised(turn, content)).toList(),
                inFlight(turn).map(found -> found.prepared(content)).orElse(current),
                held.stream().map(each -> each.revised(turn, content)).toList(),
                wasLast ? content : lastPrompt);
    }

    Queue hold(Placed prompt) {
        return withHeld(Stream.concat(held.stream(), Stream.of(prompt)).toList());
    }

    /** Puts every waiting prompt on hold; moves stay in the inbox. */
    Queue holdAll(Session present) {
        return withHeld(Stream.concat(held.stream(), placed(present).stream()).toList())
                .withInbox(inboxWithout(every -> true));
    }

    /** Appends the prompts on hold that have these ids to the inbox, in order. */
    public Queue resume(Set<TurnId> turns) {
        return append(held.stream().filter(each -> turns.contains(each.id()))).withHeld(heldWithout(turns::contains));
    }

    /** Drops a prompt that waits or is on hold. */
    public Queue drop(TurnId turn) {
        return drop(turn::equals);
    }

    /** Drops these prompts if they wait or are on hold. */
    public Queue drop(Collection<TurnId> turns) {
        return drop(turns::contains);
    }

    /** Drops every prompt that waits or is on hold; moves stay. */
    public Queue dropAll() {
        return drop(every -> true);
    }

    private Queue drop(Predicate<TurnId> which) {
        return withInbox(inboxWithout(which)).withHeld(heldWithout(which));
    }

    /** Drops all that waits or is on hold, moves included. */
    Queue clear() {
        return new Queue(List.of(), current, List.of(), lastPrompt);
    }

    /**
     * Makes a waiting move now, and the moves before it, whose sessions are past ones then; the prompts that were asked before it and
     * have not begun are dropped.
     */
    public Queue from(SessionSwitch move) {
        var at = inbox.indexOf(move);
        if (at < 0) {
            return this;
        }
        return withInbox(Stream.concat(
                        inbox.subList(0, at).stream().filter(SessionSwitch.class::isInstance),
                        inbox.subList(at, inbox.size()).stream())
                .toList());
    }

    Queue asking(List<Content> asked) {
        return new Queue(inbox, current, held, asked);
    }

    /** If the last prompt was this, it is something else from now on. */
    Queue askingInstead(List<Content> before, List<Content> now) {
        return before.equals(lastPrompt) ? asking(now) : this;
    }

    // What becomes of the turn in flight

    Optional<CurrentTurn> inFlight(TurnId turn) {
        return Optional.ofNullable(current).filter(found -> found.id().equals(turn));
    }

    /** If the turn is in flight, it is this from now on. */
    public Queue change(TurnId turn, UnaryOperator<CurrentTurn> change) {
        return inFlight(turn).map(found -> with(change.apply(found))).orElse(this);
    }

    /** @param turn null for whatever is in flight */
    public Queue stop(@Nullable TurnId turn) {
        return current == null || (turn != null && !current.id().equals(turn)) ? this : with(current.stop());
    }

    /** The host stops in order while the turn in flight is at work. */
    public Queue survived() {
        return current == null ? this : with(current.survived());
    }

    /** Whether the prompt may have reached the agent and has not ended. */
    public boolean hasBegun(TurnId turn) {
        return inFlight(turn).filter(CurrentTurn::begun).isPresent();
    }

    /** Whether this is the turn in flight, and a person has stopped it. */
    public boolean isStopped(TurnId turn) {
        return inFlight(turn).filter(CurrentTurn::stopped).isPresent();
    }

    Queue with(@Nullable CurrentTurn turn) {
        return new Queue(inbox, turn, held, lastPrompt);
    }

    /** The next item, if no turn is in flight. */
    Optional<QueueItem> head() {
        return current == null && !inbox.isEmpty() ? Optional.of(inbox.getFirst()) : Optional.empty();
    }

    Queue withoutHead() {
        return withInbox(inbox.subList(1, inbox.size()));
    }

    /** The work of a session is handed over to another: what was on hold, and is to run there, runs in the other. */
    Queue succeed(Session before, Session successor) {
        return withInbox(inbox.stream()
                .map(each -> each instanceof Placed placed && placed.where().isSame(before)
                        ? new Placed(placed.prompt(), successor)
                        : each)
                .toList());
    }

    /** The session continues as {@code now}, perhaps under another id, also for what is to run there. */
    Queue renumber(SessionId before, Session now) {
        return withInbox(inbox.stream()
                        .map(each -> renumbered(each, before, now))
                        .toList())
                .withHeld(
                        held.stream().map(each -> renumbered(each, before, now)).toList());
    }

    private static QueueItem renumbered(QueueItem item, SessionId before, Session now) {
        return switch (item) {
            case Placed placed -> renumbered(placed, before, now);
            case SessionSwitch move -> new SessionSwitch(Sessions.renumbered(move.to(), before, now));
            case Prompt prompt -> prompt;
        };
    }

    private static Placed renumbered(Placed placed, SessionId before, Session now) {
        return new Placed(placed.prompt(), Sessions.renumbered(placed.where(), before, now));
    }

    /**
     * Adds the prompts of another chat, each in the session it was asked for. One that has begun there is on hold here: what it has
     * done is not known to this chat, so it runs again only if a person says so.
     */
    Queue inherit(Queue other, Session present) {
        var running = Optional.ofNullable(other.current);
        var begun = running.filter(CurrentTurn::begun).map(Queue::placed).stream();
        var waiting = running.filter(turn -> !turn.begun()).map(Queue::placed).stream();
        return append(Stream.concat(waiting, other.placed(present).stream()))
                .withHeld(Stream.concat(Stream.concat(held.stream(), begun), other.held.stream())
                        .toList());
    }

    private static Placed placed(CurrentTurn turn) {
        return new Placed(turn.prompt(), turn.session());
    }

    /** In a chat where the prompts' messages are not. */
    Queue withoutMessages() {
        return new Queue(
                inbox.stream().map(QueueItem::withoutMessage).toList(),
                current == null ? null : current.withoutMessage(),
                held.stream().map(Placed::withoutMessage).toList(),
                lastPrompt);
    }

    // What it amounts to

    /** The prompts that wait, in order. */
    Stream<Prompt> waiting() {
        return inbox.stream().mapMulti((item, prompts) -> prompt(item).ifPresent(prompts));
    }

    /** The prompts on hold, in order. */
    Stream<Prompt> onHold() {
        return held.stream().map(Placed::prompt);
    }

    /** The prompt in flight and those that wait, in order. */
    Stream<Prompt> prompts() {
        return Stream.concat(Optional.ofNullable(current).map(CurrentTurn::prompt).stream(), waiting());
    }

    /** The moves that wait, in order. */
    public Stream<SessionSwitch> moves() {
        return inbox.stream().filter(SessionSwitch.class::isInstance).map(SessionSwitch.class::cast);
    }

    /** The prompts that wait, in order, each with the session in which it will run. */
    List<Placed> placed(Session present) {
        var placed = new ArrayList<Placed>();
        var where = present;
        for (var item : inbox) {
            switch (item) {
                case SessionSwitch move -> where = move.to();
                case Prompt prompt -> placed.add(new Placed(prompt, where));
                case Placed bound -> placed.add(bound);
            }
        }
        return placed;
    }

    boolean isEmpty() {
        return current == null && inbox.isEmpty() && held.isEmpty();
    }

    /** Whether the prompt waits or runs. */
    boolean isInLine(TurnId turn) {
        return inFlight(turn).isPresent()
                || waiting().anyMatch(prompt -> prompt.id().equals(turn));
    }

    /** Whether the prompt waits, is on hold or runs. */
    boolean holds(TurnId turn) {
        return isInLine(turn) || isOnHold(turn);
    }

    /** The prompt that waits, is on hold or runs. */
    public Optional<Prompt> find(TurnId turn) {
        return Stream.concat(prompts(), onHold())
                .filter(each -> each.id().equals(turn))
                .findFirst();
    }

    public boolean isOnHold(TurnId turn) {
        return held.stream().anyMatch(each -> each.id().equals(turn));
    }

    /** How many prompts come before this one. */
    public int aheadOf(TurnId turn) {
        if (current == null || current.id().equals(turn)) {
            return 0;
        }
        var before =
                waiting().map(Prompt::id).takeWhile(each -> !each.equals(turn)).count();
        return (int) before + 1;
    }

    /** Prompts that wait or are on hold, the one that waits for its permit included. */
    public int backlog() {
        return (int) waiting().count() + held.size() + (current != null && !current.begun() ? 1 : 0);
    }

    private Queue withInbox(List<? extends QueueItem> items) {
        return new Queue(List.copyOf(items), current, held, lastPrompt);
    }

    private Queue withHeld(List<Placed> prompts) {
        return new Queue(inbox, current, prompts, lastPrompt);
    }

    /** The waiting items except these prompts. */
    private List<QueueItem> inboxWithout(Predicate<TurnId> which) {
        return inbox.stream()
                .filter(item ->
                        prompt(item).filter(each -> which.test(each.id())).isEmpty())
                .toList();
    }

    private List<Placed> heldWithout(Predicate<TurnId> which) {
        return held.stream().filter(each -> !which.test(each.id())).toList();
    }

    private static Optional<Prompt> prompt(QueueItem item) {
        return switch (item) {
            case Prompt prompt -> Optional.of(prompt);
            case Placed placed -> Optional.of(placed.prompt());
            case SessionSwitch move -> Optional.empty();
        };
    }
}
