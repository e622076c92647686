package switchboard.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a chat must not forget, in parts. Here are the transitions that concern several of them. They are pure, return {@code this}
 * where they do not apply and put the next prompt in flight themselves, so that one store makes one whole step.
 *
 * @param memo what the front wants to find again
 * @param changes the latest turns that have changed files
 * @param shell the shell commands of its people
 */
public record ChatState(
        Address address,
        Sessions sessions,
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

    /** With what a part becomes. */
    public <P extends ChatPart> ChatState with(Function<ChatState, P> part, UnaryOperator<P> change) {
        return with(change.apply(part.apply(this)));
    }

    private ChatState replace(ChatPart part) {
        return new ChatState(
                part instanceof Address next ? next : address,
                part instanceof Sessions next ? next : sessions,
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
        var told = told(prompt.content());
        return with(queue.withoutHead()
                .with(CurrentTurn.of(prompt.with(told), where))
                .askingInstead(prompt.content(), told));
    }

    private ChatState prune() {
        return replace(undelivered.onlyOf(this::holds)).replace(memo.only(this::isOpen));
    }

    // What a person does

    /** Notes that messages were taken, so that they are dropped if they come again. */
    public ChatState saw(List<Long> messages, Instant now) {
        return with(receipts.with(messages, now));
    }

    /** Notes messages that were answers to a question; none changes nothing. */
    public ChatState answeredIn(List<Long> messages, Instant now) {
        return messages.isEmpty() ? this : saw(messages, now);
    }

    /** Keeps which messages became a prompt, a command or an answer. */
    public ChatState knows(Original original) {
        return withOriginals(known -> known.with(original, queue::holds));
    }

    /** One of the original's messages was edited, so it is this by now. */
    public ChatState edit(Original before, Original next) {
        return withOriginals(known -> known.replace(before, next));
    }

    /** A prompt that has not begun becomes this, because one of its messages was edited. */
    public ChatState revise(TurnId turn, List<Content> content) {
        return hasBegun(turn) ? this : with(queue.revise(turn, content));
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
        return drop(turn).withOriginals(known -> known.answered(turn));
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
                .expectNone()
                .with(queue.clear());
    }

    /** Goes to another session once all that was asked before is done. */
    public ChatState move(Session to) {
        return with(queue.append(new SessionSwitch(to)));
    }

    /**
     * Makes a waiting move now, and the moves before it, whose sessions are past ones then; the prompts that were asked before it and
     * have not begun are dropped.
     */
    public ChatState moveNow(SessionSwitch move) {
        return queue.inbox().contains(move) ? with(queue.from(move)) : this;
    }

    /** Drops a prompt that waits or is on hold. */
    public ChatState drop(TurnId turn) {
        return with(queue.drop(turn::equals));
    }

    /** Drops these prompts if they wait or are on hold. */
    public ChatState dropAll(Collection<TurnId> turns) {
        return with(queue.drop(turns::contains));
    }

    /** Drops every prompt that waits or is on hold; moves stay. */
    public ChatState dropAll() {
        return with(queue.drop(every -> true));
    }

    /** Puts on hold what waits, and what still comes that was said before what {@link #saw} was told last. */
    public ChatState hold() {
        return with(receipts.stopped()).allHeld();
    }

    /** Puts every waiting prompt on hold: in files of earlier versions a paused chat has them in its inbox. */
    ChatState allHeld() {
        return with(queue.holdAll(session()));
    }

    /** Appends these of the prompts on hold to what waits, in order; each runs where it was asked for. */
    public ChatState goOn(Set<TurnId> turns) {
        return with(queue.resume(turns));
    }

    /** A command is at work. */
    public ChatState began(OpenCommand command) {
        return with(receipts.began(command));
    }

    /** A command that was given in this message, and was at work, is answered. */
    public ChatState answered(@Nullable String message) {
        return with(receipts.answered(message));
    }

    /** What was at work is forgotten. */
    public ChatState forgetCommands() {
        return with(receipts.forgetCommands());
    }

    /** Forgets the last stop: the front's ids tell nothing of what was said before it. */
    public ChatState forgetStop() {
        return with(receipts.forgetStop());
    }

    /** Keeps what buttons that are about to be shown stand for. */
    public ChatState offer(List<Shortcut> offered) {
        return with(shortcuts.with(offered));
    }

    /** Begins to take over a session that comes as a file, in place of any other. */
    public ChatState expect(SessionImport coming) {
        return with(sessions.expecting(coming));
    }

    /** The session that was expected is here, or does not come. */
    public ChatState expectNone() {
        return with(sessions.expecting(null));
    }

    /** Keeps a folder at hand. */
    public ChatState bookmark(Path folder) {
        return with(bookmarks.with(folder));
    }

    public ChatState withoutBookmark(Path folder) {
        return with(bookmarks.without(folder));
    }

    /** Somebody must allow this shell command before it runs. */
    public ChatState ask(ShellRequest request) {
        return with(shell.ask(request));
    }

    /** The shell command does not run. */
    public ChatState withdraw(ShellRequest request) {
        return with(shell.drop(request.key()));
    }

    /** The shell command runs from now on. */
    public ChatState run(ShellRequest request) {
        return with(shell.run(request));
    }

    /** No shell command runs any more. */
    public ChatState endShell() {
        return with(shell.end());
    }

    public ChatState with(UnaryOperator<Settings> change) {
        return with(change.apply(settings));
    }

    /** What the chat may cost has changed. */
    public ChatState budget(UnaryOperator<Usage> change) {
        return with(change.apply(usage));
    }

    public ChatState titled(@Nullable String title) {
        return with(new Sessions(session().titled(title), past(), coming(), offers()));
    }

    /** @param told what a message tells of the chat's name; null for nothing, which changes nothing */
    public ChatState named(@Nullable ChatName told) {
        return told == null ? this : with(address.told(told));
    }

    /** The chat is a topic, which has got another name. */
    public ChatState topicNamed(String topic) {
        return with(address.topicNamed(topic));
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
                    var where = (before.isEmpty() ? before : before.renewed(now)).of(agent);
                    return with(queue.with(found.in(where))).renumber(before.id(), where);
                })
                .orElse(this);
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

    /** The host stops in order while the turn in flight is at work. */
    public ChatState survived() {
        var turn = current();
        return turn == null ? this : with(queue.with(turn.survived()));
    }

    /** Keeps tool calls that were seen to begin in the turn in flight, which goes on later or elsewhere. */
    public ChatState seeing(TurnId turn, List<InterruptedTool> seen) {
        return queue.inFlight(turn)
                .map(found -> with(queue.with(found.seeing(seen))))
                .orElse(this);
    }

    /**
     * Keeps what the front wants to find again of a turn, as long as that {@link #isOpen is open}, or of the chat.
     *
     * @param turn null for the chat as a whole
     */
    public ChatState remember(@Nullable TurnId turn, @Nullable JsonNode content) {
        return with(memo.with(turn, content));
    }

    /** The agent has got the files of the turn's prompt and looks at so many bytes. They count in its session once it has ended. */
    public ChatState showing(TurnId turn, long bytes) {
        return queue.inFlight(turn)
                .filter(found -> found.shown() == null)
                .map(found -> with(queue.with(found.showing(bytes))))
                .orElse(this);
    }

    /** If the turn is cut off, nobody need be asked about these tool calls. */
    public ChatState clear(TurnId turn, List<String> toolUses) {
        return queue.inFlight(turn)
                .map(found -> with(queue.with(found.clearing(toolUses))))
                .orElse(this);
    }

    /** @param turn null for whatever is in flight */
    public ChatState stop(@Nullable TurnId turn) {
        return Optional.ofNullable(current())
                .filter(found -> turn == null || found.id().equals(turn))
                .map(found -> with(queue.with(found.stop())))
                .orElse(this);
    }

    /** Whether this is the turn in flight, and a person has stopped it. */
    public boolean isStopped(TurnId turn) {
        return queue.inFlight(turn).filter(CurrentTurn::stopped).isPresent();
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
                            .with(endedIn(found, outcome).showing(found.session(), shown))
                            .with(isHere ? usage.plus(cost, now) : usage.plusElsewhere(cost, now));
                    return handoff.successor(now)
                            .map(to -> ended.enter(to).with(queue.with(null).succeed(found.session(), to)))
                            .orElseGet(() -> ended.with(queue.with(null)));
                })
                .orElse(this);
    }

    /** A command of the agent's own, which it may have answered by itself, does not count. */
    private Sessions endedIn(CurrentTurn turn, Outcome outcome) {
        return outcome.kind() == Outcome.Kind.ANSWERED && turn.prompt().literal()
                ? sessions.settled(turn.session())
                : sessions;
    }

    /** The turn in flight, which is about to end, has changed files. */
    public ChatState changed(TurnId turn, FileChanges some, Cost cost, Instant now) {
        return queue.inFlight(turn)
                .map(found -> new ChangedTurn(
                        turn,
                        found.session().id(),
                        now.minusMillis(cost.millis()),
                        now,
                        found.prompt().brief(60),
                        some.summary(),
                        some.mayBeMore(),
                        some.files(),
                        some.byOthers(),
                        false))
                .map(changed -> with(changes.with(changed, some.found())))
                .orElse(this);
    }

    /** @param turn before which files are about to be put back; null if they are not any more */
    public ChatState puttingBack(@Nullable TurnId turn) {
        return with(changes.puttingBack(turn));
    }

    /** All files are as they were before the turn. */
    public ChatState putBack(ChangedTurn turn) {
        return with(changes.undone(turn));
    }

    /** Claude said something that nobody asked for; it is delivered all the same. If it said nothing, nothing is. */
    public ChatState unasked(TurnId turn, Outcome outcome, Cost cost, Instant now) {
        var isEmpty = outcome.kind() == Outcome.Kind.ANSWERED && outcome.text().isBlank();
        var next = with(usage.plus(cost, now));
        return isEmpty ? next : next.with(undelivered.with(new PendingAnswer(turn, outcome, cost, null, now)));
    }

    public ChatState delivered(TurnId turn) {
        return with(undelivered.delivered(turn));
    }

    /** Keeps a file until the front has confirmed it; another tool call that waits for the same file joins. */
    public ChatState send(OutgoingFile file) {
        var call = file.call();
        return file(file.key())
                .map(known -> call == null ? this : with(undelivered.change(known.key(), same -> same.joinedBy(call))))
                .orElseGet(() -> with(undelivered.with(file)));
    }

    /** From now on the front may have sent the file. */
    public ChatState sending(String key) {
        return with(undelivered.change(key, OutgoingFile::begin));
    }

    /** The agent waits for the file no more. */
    public ChatState late(String key) {
        return with(undelivered.change(key, OutgoingFile::late));
    }

    /** The tool call waits for the file no more. */
    public ChatState withdrawn(String key, String request) {
        return with(undelivered.change(key, file -> file.withdrawn(request)));
    }

    /** The tool calls that waited for files are gone with their process. */
    public ChatState unheard() {
        return with(undelivered.unheard(turn -> true));
    }

    /** The turn's tool calls that waited for files are gone with its process. */
    public ChatState unheard(TurnId turn) {
        return with(undelivered.unheard(turn::equals));
    }

    /** @param reference the front's reference to the message with the file */
    public ChatState sent(String key, String reference) {
        return with(undelivered.change(key, file -> file.sentAs(reference)));
    }

    /** The file cannot be sent. */
    public ChatState unsent(String key) {
        return with(undelivered.without(key));
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
        var offers = offers().with(other.offers());
        if (session().isEmpty() && atRest()) {
            return other.withOffers(offers);
        }
        if (sessions.has(other.session()) || (other.session().isEmpty() && other.atRest())) {
            return withOffers(offers);
        }
        return with(undelivered.with(other.undelivered))
                .with(usage.with(other.usage))
                .with(sessions.withPast(other.session())
                        .expecting(coming() == null ? other.coming() : coming())
                        .with(offers))
                .with(queue.inherit(other.queue, other.session()))
                .with(memo.withTurnsOf(other.memo));
    }

    /** The conversation will continue under another chat's id: from now on nothing runs here. */
    public ChatState movingTo(ChatId other) {
        return with(address.movingTo(other));
    }

    /** The same conversation under another chat's id; the messages of the old chat are not there. */
    public ChatState in(ChatId other) {
        return with(address.in(other))
                .with(queue.withoutMessages())
                .with(receipts.elsewhere())
                .with(undelivered.withoutMessages())
                .with(shell.elsewhere());
    }

    // Copies of sessions that chats offer to each other

    /** Offers a copy to another chat, until that has stored it. */
    public ChatState makeOffer(SessionOffer offer) {
        return withOffers(offers().make(offer));
    }

    /** The other chat has stored the offer. */
    public ChatState offerArrived(String key) {
        return withOffers(offers().arrived(key));
    }

    /** Another chat offers a copy, perhaps again. */
    public ChatState receiveOffer(SessionOffer offer) {
        return withOffers(offers().receive(offer));
    }

    /** People can see the offer. */
    public ChatState offerSeen(String key) {
        return withOffers(offers().seen(key));
    }

    /** The copy is taken or declined. */
    public ChatState answerOffer(String key) {
        return withOffers(offers().answer(key));
    }

    private ChatState withOffers(Offers next) {
        return next.equals(offers()) ? this : with(sessions.with(next));
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

    public Offers offers() {
        return sessions.offers();
    }

    /** Where the next prompt goes. */
    public Session session() {
        return sessions.present();
    }

    /** The present session or an earlier one. */
    public Optional<Session> session(SessionId known) {
        return sessions.find(known);
    }

    /** Earlier sessions, which {@code /resume} offers, newest first. */
    public List<Session> past() {
        return sessions.past();
    }

    /** The session that a person brings as a file, null if none is on its way. */
    public @Nullable SessionImport coming() {
        return sessions.coming();
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

    /** A file on its way, or one that the turn in flight has sent. */
    public Optional<OutgoingFile> file(String key) {
        return undelivered.file(key);
    }

    /** Files on their way, oldest first. */
    public List<OutgoingFile> outgoing() {
        return undelivered.files().stream().filter(OutgoingFile::isPending).toList();
    }

    /** When a person last spoke here. */
    public Instant lastActivity() {
        return receipts.lastActivity();
    }

    /** What became of a message of a person; empty if the chat does not know it any more. */
    public Optional<Original> original(String message) {
        return receipts.originals().of(message);
    }

    /** The messages that became the prompt. */
    public Optional<Original> original(TurnId turn) {
        return receipts.originals().of(turn);
    }

    /** The prompt that waits, is on hold or runs. */
    public Optional<Prompt> prompt(TurnId turn) {
        return queue.find(turn);
    }

    /** The content with what is known of its recordings. */
    public List<Content> told(List<Content> content) {
        return receipts.heard().tell(content);
    }

    /** Whether the prompt may have reached the agent and has not ended. */
    public boolean hasBegun(TurnId turn) {
        return queue.inFlight(turn).filter(CurrentTurn::begun).isPresent();
    }

    /** Those of the messages that were taken before. */
    public List<Long> seenOf(List<Long> messages) {
        return receipts.seenOf(messages);
    }

    /** Whether what {@link #saw} was told last was said before the last stop, which has overtaken it. */
    public boolean wasSaidBeforeStop() {
        return receipts.wasSaidBeforeStop();
    }

    /** What a button's key stands for. */
    public Optional<Shortcut> shortcut(String key) {
        return shortcuts.find(key);
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

    /** The moves that wait, in order. */
    public Stream<SessionSwitch> waitingMoves() {
        return queue.moves();
    }

    /** Whether nothing is to be done here, not even for a command that is at work or an offer that is about to be shown. */
    public boolean isFinished() {
        return atRest() && receipts.commands().isEmpty() && offers().unseen().isEmpty();
    }

    public boolean atRest() {
        return queue.isEmpty()
                && answers().isEmpty()
                && outgoing().isEmpty()
                && shell.running() == null
                && coming() == null
                && offers().made().isEmpty()
                && movingTo() == null;
    }

    /** How many prompts of this chat come before this one. */
    public int aheadOf(TurnId turn) {
        return queue.aheadOf(turn);
    }

    /** Whether the prompt has come into line since {@code before}, or waits in another place of this chat. */
    public boolean hasMoved(TurnId turn, ChatState before) {
        return before.prompts().noneMatch(prompt -> prompt.id().equals(turn))
                || (aheadOf(turn) > 0 && aheadOf(turn) != before.aheadOf(turn));
    }

    /** Whether the prompt waits, is on hold or runs. */
    public boolean holds(TurnId turn) {
        return queue.holds(turn);
    }

    /** Whether the prompt waits, is on hold or runs, or its answer is not delivered. */
    public boolean isOpen(TurnId turn) {
        return holds(turn) || undelivered.has(turn);
    }

    public boolean isOnHold(TurnId turn) {
        return queue.isOnHold(turn);
    }

    /** Prompts that wait or are on hold, the one that waits for its permit included. */
    public int backlog() {
        return queue.backlog();
    }

    /** The session in which what is asked now will run. */
    public Session destination() {
        return waitingMoves()
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
