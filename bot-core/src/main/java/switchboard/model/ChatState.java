package switchboard.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a chat must not forget, in parts. Here are the transitions that concern several of them. They are pure, return {@code this}
 * where they do not apply and put the next prompt in flight themselves, so that one store makes one whole step.
 *
 * @param offers copies of sessions that chats offer to each other
 * @param memo what the front wants to find again
 * @param changes the latest turns that have changed files
 * @param shell the shell commands of its people
 */
public record ChatState(
        Address address,
        Sessions sessions,
        Offers offers,
        Settings settings,
        Usage usage,
        Queue queue,
        Receipts receipts,
        Answers undelivered,
        Memo memo,
        Shortcuts shortcuts,
        Bookmarks bookmarks,
        ChangeLog changes,
        ShellCommands shell) {

    /** A chat in which nothing was said yet. */
    public static ChatState of(ChatId id, Session session) {
        return new ChatState(
                Address.of(id),
                Sessions.of(session),
                Offers.NONE,
                Settings.NONE,
                Usage.NONE,
                Queue.EMPTY,
                Receipts.none(session.at()),
                Answers.NONE,
                Memo.NONE,
                Shortcuts.NONE,
                Bookmarks.NONE,
                ChangeLog.NONE,
                ShellCommands.NONE);
    }

    /**
     * With another part. After a queue the next prompt is in flight, and notes and files of turns that are over for good are
     * forgotten.
     */
    public ChatState with(ChatPart part) {
        return switch (part) {
            case Queue next -> replace(next).advance();
            case Answers next -> replace(next).prune();
            case Memo next -> replace(next).prune();
            default -> replace(part);
        };
    }

    /** With what a part becomes; {@code this} if it stays the same. */
    public <P extends ChatPart> ChatState with(Function<ChatState, P> part, UnaryOperator<P> change) {
        var before = part.apply(this);
        var next = change.apply(before);
        return next.equals(before) ? this : with(next);
    }

    private ChatState replace(ChatPart part) {
        return new ChatState(
                part instanceof Address next ? next : address,
                part instanceof Sessions next ? next : sessions,
                part instanceof Offers next ? next : offers,
                part instanceof Settings next ? next : settings,
                part instanceof Usage next ? next : usage,
                part instanceof Queue next ? next : queue,
                part instanceof Receipts next ? next : receipts,
                part instanceof Answers next ? next : undelivered,
                part instanceof Memo next ? next : memo,
                part instanceof Shortcuts next ? next : shortcuts,
                part instanceof Bookmarks next ? next : bookmarks,
                part instanceof ChangeLog next ? next : changes,
                part instanceof ShellCommands next ? next : shell);
    }

    /** Makes the moves and puts the prompt in flight whose turn has come. */
    private ChatState advance() {
        return queue.head()
                .map(head -> switch (head) {
                    case SessionSwitch move -> enter(sessions.known(move.to())).with(queue.withoutHead());
                    case Prompt prompt -> fly(prompt, session());
                    case Placed placed -> fly(placed.prompt(), sessions.known(placed.where()));
                })
                .orElseGet(this::prune);
    }

    /** Recordings that were transcribed for an earlier prompt have their transcripts. */
    private ChatState fly(Prompt prompt, Session where) {
        var told = receipts.heard().tell(prompt.content());
        return with(queue.withoutHead()
                .with(CurrentTurn.of(prompt.with(told), where))
                .askingInstead(prompt.content(), told));
    }

    private ChatState prune() {
        var answers = undelivered.onlyOf(this::holds);
        var notes = memo.only(this::isOpen);
        return answers.equals(undelivered) && notes.equals(memo)
                ? this
                : replace(answers).replace(notes);
    }

    // What a person does

    /** Notes that messages were taken, so that they are dropped if they come again. */
    public ChatState saw(List<Long> messages, Instant now) {
        return with(receipts.with(messages, now));
    }

    /** Keeps which messages became a prompt, a command or an answer. */
    public ChatState knows(Original original) {
        return withOriginals(known -> known.with(original, queue::holds));
    }

    /** Takes a prompt that comes before all that waits, in the session of the turn in flight, which the caller stops. */
    public ChatState acceptInstead(Prompt prompt) {
        var turn = current();
        return turn == null
                ? accept(prompt)
                : with(queue.asking(prompt.content()).first(new Placed(prompt, turn.session())));
    }

    /** Drops a prompt that has become the answer to a question. */
    public ChatState usedAsAnswer(TurnId turn) {
        return with(queue.drop(turn)).with(receipts.with(known -> known.answered(turn)));
    }

    /** Takes a prompt; on hold if it was said before the last stop. */
    public ChatState accept(Prompt prompt) {
        var asked = prompt.literal() ? queue.asking(prompt.content()) : queue;
        return with(
                receipts.wasSaidBeforeStop() ? asked.hold(new Placed(prompt, destination())) : asked.append(prompt));
    }

    /**
     * A fresh session in the same directory; what waits or is on hold is dropped, and a session that is on its way does not come. The
     * turn in flight is the caller's to stop.
     */
    public ChatState renew(@Nullable String title, Instant now) {
        return enter(Session.fresh(session().directory(), title, now))
                .with(ChatState::sessions, sessions -> sessions.expecting(null))
                .with(queue.clear());
    }

    /** Goes to another session once all that was asked before is done. */
    public ChatState move(Session to) {
        return with(queue.append(new SessionSwitch(to)));
    }

    /** Puts on hold what waits, and what still comes that was said before what {@link #saw} was told last. */
    public ChatState hold() {
        return with(receipts.stopped()).allHeld();
    }

    /** Puts every waiting prompt on hold: in files of earlier versions a paused chat has them in its inbox. */
    ChatState allHeld() {
        return with(queue.holdAll(session()));
    }

    // What becomes of a turn

    /** The prompt in flight is this from now on: files that nobody has any more are left out, and recordings have transcripts. */
    public ChatState prepare(TurnId turn, List<Content> content) {
        return queue.inFlight(turn)
                .map(found -> with(queue.with(found.prepared(content))
                                .askingInstead(found.prompt().content(), content))
                        .with(receipts.hearing(content)))
                .orElse(this);
    }

    /** The turn holds its permit: from now on its prompt may have reached Claude. */
    public ChatState begin(TurnId turn, Instant now) {
        return queue.inFlight(turn)
                .map(found -> with(queue.with(found.begin()))
                        .with(sessions.workedIn(sessions.known(found.session())
                                .usedAt(now)
                                .opened(found.prompt().brief(60))))
                        .with(changes.copiedTo(found.session()))
                        .withOriginals(
                                known -> known.begun(turn, found.session().id())))
                .orElse(this);
    }

    /** The turn runs in a session of this agent: one of another is left, and a new one begun in its place. */
    public ChatState runBy(TurnId turn, String agent, Instant now) {
        return queue.inFlight(turn)
                .filter(found -> !found.session().agent().equals(agent))
                .map(found -> {
                    var before = found.session();
                    return run(found, (before.isEmpty() ? before : before.renewed(now)).of(agent));
                })
                .orElse(this);
    }

    /** The turn begins its session, under this id. */
    public ChatState runAs(TurnId turn, SessionId id) {
        return queue.inFlight(turn)
                .map(found -> run(found, found.session().as(id)))
                .orElse(this);
    }

    /** The turn runs in {@code where}, as which its session continues. */
    private ChatState run(CurrentTurn found, Session where) {
        return with(queue.with(found.in(where))).renumber(found.session().id(), where);
    }

    /** Claude never came up for the turn: if it was its first attempt, nothing was said in the session. */
    public ChatState neverBegan(TurnId turn) {
        return queue.inFlight(turn)
                .filter(found -> found.attempt() == 0)
                .map(found -> with(sessions.notWorkedIn(found.session())))
                .orElse(this);
    }

    /** The process broke under the turn, which is to run again in {@code where}: the same session or a new one. */
    public ChatState again(TurnId turn, Session where) {
        return queue.inFlight(turn)
                .map(found -> with(queue.with(found.again(where)))
                        .renumber(found.session().id(), where.usedAt(where.at()))
                        .withOriginals(known -> known.begun(turn, where.id())))
                .orElse(this);
    }

    /** Ends the turn in flight if it was stopped and is at work no more. */
    public ChatState endStopped(Instant now) {
        var turn = current();
        return turn == null || !turn.stopped() ? this : end(turn.id(), Outcome.cancelled(""), Cost.NONE, now);
    }

    /** The turn ended: its outcome waits to be delivered and the next prompt begins. */
    public ChatState end(TurnId turn, Outcome outcome, Cost cost, Instant now) {
        return queue.inFlight(turn)
                .map(found -> {
                    var isHere = session().isSame(found.session());
                    var shown = Objects.requireNonNullElse(found.shown(), 0L);
                    var handoff = HandedOver.by(found, outcome);
                    var answer = new PendingAnswer(
                            turn, handoff.outcome(), cost, found.prompt().message(), now);
                    var ended = with(undelivered.with(answer).ended(outcome))
                            .with(sessions.ended(found, outcome).showing(found.session(), shown))
                            .with(isHere ? usage.plus(cost, now) : usage.plusElsewhere(cost, now));
                    return handoff.successor(now)
                            .map(to -> ended.enter(to).with(queue.with(null).succeed(found.session(), to)))
                            .orElseGet(() -> ended.with(queue.with(null)));
                })
                .orElse(this);
    }

    /** The turn in flight, which is about to end, has changed files. */
    public ChatState changed(TurnId turn, FileChanges some, Cost cost, Instant now) {
        return queue.inFlight(turn)
                .map(found -> with(changes.with(ChangedTurn.of(found, some, cost, now), some.found())))
                .orElse(this);
    }

    /** Claude said something that nobody asked for; it is delivered all the same. If it said nothing, nothing is. */
    public ChatState unasked(TurnId turn, Outcome outcome, Cost cost, Instant now) {
        var isEmpty = outcome.kind() == Outcome.Kind.ANSWERED && outcome.text().isBlank();
        var next = with(usage.plus(cost, now));
        return isEmpty ? next : next.with(undelivered.with(new PendingAnswer(turn, outcome, cost, null, now)));
    }

    /** Claude Code continues under a new session id. */
    public ChatState renumbered(SessionId other) {
        var turn = current();
        var at = turn != null && turn.begun() ? turn.session() : session();
        var now = sessions.known(at).numbered(other);
        return with(turn != null && turn.session().isSame(at) ? queue.with(turn.in(now)) : queue)
                .renumber(at.id(), now);
    }

    /**
     * Takes over a conversation that had another chat's id; one that is already lived in keeps it for {@code /resume}, and what was
     * asked there still runs there.
     */
    public ChatState inherit(ChatState other) {
        var all = offers.with(other.offers);
        var here = all.equals(offers) ? this : with(all);
        if (session().isEmpty() && atRest()) {
            return other.with(all);
        }
        if (sessions.has(other.session()) || (other.session().isEmpty() && other.atRest())) {
            return here;
        }
        return here.with(undelivered.with(other.undelivered))
                .with(usage.with(other.usage))
                .with(sessions.withPast(other.session())
                        .expecting(sessions.coming() == null ? other.sessions.coming() : sessions.coming()))
                .with(queue.inherit(other.queue, other.session()))
                .with(memo.withTurnsOf(other.memo));
    }

    /** The same conversation under another chat's id; the messages of the old chat are not there. */
    public ChatState in(ChatId other) {
        return with(address.in(other))
                .with(queue.withoutMessages())
                .with(receipts.elsewhere())
                .with(undelivered.withoutMessages())
                .with(shell.elsewhere());
    }

    // What the state amounts to

    public ChatId id() {
        return address.id();
    }

    public ChatName name() {
        return address.name();
    }

    /** The chat in which the conversation continues, null if it stays. */
    public @Nullable ChatId movingTo() {
        return address.movingTo();
    }

    /** Where the next prompt goes. */
    public Session session() {
        return sessions.present();
    }

    /** Earlier sessions, which {@code /resume} offers, newest first. */
    public List<Session> past() {
        return sessions.past();
    }

    /** The turn in flight, null at rest. */
    public @Nullable CurrentTurn current() {
        return queue.current();
    }

    /** Prompts that stops have put on hold, in that order. */
    public List<Placed> held() {
        return queue.held();
    }

    /** Ended turns whose answer is not confirmed as shown, oldest first. */
    public List<PendingAnswer> answers() {
        return undelivered.pending();
    }

    /** The prompts that wait, in order. */
    public Stream<Prompt> waiting() {
        return queue.waiting();
    }

    /** The prompts on hold, in order. */
    public Stream<Prompt> onHold() {
        return queue.onHold();
    }

    /** The prompts that wait, in order, each with the session in which it will run. */
    public List<Placed> placed() {
        return queue.placed(session());
    }

    /** The prompt in flight and those that wait, in order. */
    public Stream<Prompt> prompts() {
        return queue.prompts();
    }

    /** Whether nothing is to be done here, not even for a command that is at work or an offer that is about to be shown. */
    public boolean isFinished() {
        return atRest() && receipts.commands().isEmpty() && offers.unseen().isEmpty();
    }

    public boolean atRest() {
        return queue.isEmpty()
                && answers().isEmpty()
                && undelivered.outgoing().isEmpty()
                && shell.running() == null
                && sessions.coming() == null
                && offers.made().isEmpty()
                && movingTo() == null;
    }

    /** Whether the prompt has come into line since {@code before}, or waits in another place of this chat. */
    public boolean hasMoved(TurnId turn, ChatState before) {
        return !before.queue.isInLine(turn)
                || (queue.aheadOf(turn) > 0 && queue.aheadOf(turn) != before.queue.aheadOf(turn));
    }

    /** Whether the prompt waits, is on hold or runs. */
    public boolean holds(TurnId turn) {
        return queue.holds(turn);
    }

    /** Whether the prompt waits, is on hold or runs, or its answer is not delivered. */
    public boolean isOpen(TurnId turn) {
        return holds(turn) || undelivered.has(turn);
    }

    /** The session in which what is asked now will run. */
    public Session destination() {
        return queue.moves()
                .reduce((first, last) -> last)
                .map(SessionSwitch::to)
                .orElse(session());
    }

    /** Whether something will have been said in {@link #destination} before what is asked now, if only in what it is a copy of. */
    public boolean isSpokenIn() {
        return destination().origin() != null || isSpokenInItself();
    }

    private boolean isSpokenInItself() {
        var to = destination();
        var turn = current();
        return to.used()
                || (turn != null && turn.session().isSame(to))
                || placed().stream().anyMatch(each -> each.where().isSame(to));
    }

    /** A session that begins as a copy of all that will have been said in {@link #destination}. */
    public Session copy(@Nullable String title, Instant now) {
        var to = destination();
        return isSpokenInItself() ? to.fork(null, title, now) : to.twin(title, now);
    }

    /** Whether a move asked for now would take effect at once. */
    public boolean movesAtOnce() {
        return current() == null && queue.inbox().isEmpty();
    }

    /** The name of this chat for people: the session's title, else {@link #chatName}. */
    public String title() {
        var title = session().title();
        return title == null ? chatName() : title;
    }

    /** The names of the chat and its topic, or their numbers. */
    public String chatName() {
        return name().of(id());
    }

    // The parts exchanged

    /** Leaves the session, and with it what its context holds. */
    private ChatState enter(Session to) {
        return with(sessions.enter(to)).with(usage.inNewSession());
    }

    private ChatState renumber(SessionId before, Session now) {
        return with(queue.renumber(before, now)).with(sessions.renumber(before, now));
    }

    private ChatState withOriginals(UnaryOperator<Originals> change) {
        return with(receipts.with(change));
    }
}
