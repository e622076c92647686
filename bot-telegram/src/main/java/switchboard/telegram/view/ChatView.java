package switchboard.telegram.view;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.HumanText;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * One chat as Telegram shows it: turns the chat's events into messages. A running turn has one live message, which is edited.
 * After any other message in the chat it freezes, and the turn continues below.
 *
 * <p>For each turn: {@code (notice ->) (live message <-> frozen ->) answer}
 */
public final class ChatView {

    private sealed interface Command {}

    private record Happened(ChatProtocol.Event event) implements Command {}

    private record LiveSent(LiveMessages.Sent sent) implements Command {}

    private record LiveFrozen(LiveMessages.Frozen frozen) implements Command {}

    private record AboveShown(SaidAbove.Shown shown) implements Command {}

    private record AboveAgain(TurnId turn) implements Command {}

    private record QuestionSent(QuestionMessages.Sent sent) implements Command {}

    private record AskAgain(String key) implements Command {}

    private record TicksShown(String key, Outbox.Outcome outcome) implements Command {}

    private record Cleared(int message, Outbox.Outcome outcome) implements Command {}

    private record Kept(ChatProtocol.Kept kept) implements Command {}

    private record RefusalSaid(Outbox.Outcome outcome) implements Command {}

    private record OfferSent(OfferMessages.Sent sent) implements Command {}

    private record FileShown() implements Command {}

    private record Tick() implements Command {}

    private static final Duration TICK = Duration.ofMillis(500);
    private static final String UNSHOWN = Texts.of("answer.unshown");

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatId id;
    private final ActorRef<ChatProtocol.Command> chat;
    private final ActorRef<Outbox.Command> outbox;
    private final QuestionMessages<Command> questions;
    private final LastAnswers answers;
    private final RejectionNotices<Command> rejections;
    private final OfferMessages<Command> offers;
    private final ChatWriter<Command> writer;
    private final LiveMessages<Command> live;
    private final ViewMemory memory;
    private final ActorRef<FileDelivery.Command> files;

    /** Questions to be shown, in the order asked. */
    private final Deque<ChatProtocol.Asked> asking = new ArrayDeque<>();

    /** Answers in the order they came; the first may be under way. */
    private final Deque<ChatProtocol.Ended> deliveries = new ArrayDeque<>();

    /** Events that came before the memo. */
    private final List<ChatProtocol.Event> early = new ArrayList<>();

    private boolean remembers;
    private @Nullable ActorRef<AnswerDelivery.Command> delivering;
    private boolean sendsFiles = true;
    private boolean closing;

    private ChatView(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ChatId id,
            ActorRef<ChatProtocol.Command> chat,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            Clock clock) {
        this.ctx = ctx;
        this.timers = timers;
        this.id = id;
        this.chat = chat;
        this.outbox = outbox;
        this.answers = questions.answers();
        this.writer = new ChatWriter<>(ctx, id, outbox);
        this.memory = new ViewMemory(id, chat, ctx.messageAdapter(ChatProtocol.Kept.class, Kept::new));
        this.questions = new QuestionMessages<>(
                id,
                writer,
                questions,
                new QuestionMessages.Steps<>(QuestionSent::new, AskAgain::new, TicksShown::new, Cleared::new),
                memory);
        this.live = new LiveMessages<>(
                writer,
                clock,
                new LiveMessages.Steps<>(
                        LiveSent::new, LiveFrozen::new, new SaidAbove.Steps<>(AboveShown::new, AboveAgain::new)),
                () -> !closing && deliveries.isEmpty(),
                this.questions::open,
                memory,
                (turn, message) -> answers.wrote(id, turn, message));
        this.rejections = new RejectionNotices<>(writer, RefusalSaid::new);
        this.offers = new OfferMessages<>(writer, chat, OfferSent::new);
        var self = ctx.getSelf();
        this.files = ctx.spawn(FileDelivery.create(id, outbox, chat, () -> self.tell(new FileShown())), "files");
        ctx.watch(files);
    }

    /** @param chat gets confirmations of what was shown */
    public static Behavior<ChatProtocol.Event> create(
            ChatId id,
            ActorRef<ChatProtocol.Command> chat,
            ActorRef<Outbox.Command> outbox,
            OpenQuestions questions,
            Clock clock) {
        Behavior<Command> view = Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var shown = new ChatView(ctx, timers, id, chat, outbox, questions, clock);
            return Behaviors.receive((same, command) -> shown.onMessage(command), (same, end) -> shown.onSignal(end));
        }));
        return Behaviors.transformMessages(
                ChatProtocol.Event.class, view, match -> match.match(ChatProtocol.Event.class, Happened::new));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Happened happened -> onHappened(happened.event());
            case LiveSent sent -> {
                writer.logTrouble(sent.sent().outcome());
                live.onSent(sent.sent());
                showQuestions();
                deliverNext();
            }
            case LiveFrozen frozen -> {
                writer.logTrouble(frozen.frozen().outcome());
                live.onFrozen(frozen.frozen());
                showQuestions();
                deliverNext();
            }
            case AboveShown above -> {
                writer.logTrouble(above.shown().outcome());
                live.onShownAbove(above.shown(), !closing);
                showQuestions();
                deliverNext();
            }
            case AboveAgain again -> live.showAboveAgain(again.turn());
            case QuestionSent sent -> {
                writer.logTrouble(sent.sent().outcome());
                questions.onSent(sent.sent());
                if (sent.sent().outcome() instanceof Outbox.Outcome.Written
                        && sent.sent().question() instanceof Question.Transcript heard) {
                    chat.tell(new ChatProtocol.QuestionShown(heard.key()));
                }
            }
            case AskAgain again -> questions.again(again.key());
            case TicksShown shown -> {
                writer.logTrouble(shown.outcome());
                questions.onTicked(shown.key());
            }
            case Cleared cleared -> {
                writer.logTrouble(cleared.outcome());
                questions.onCleared(cleared.message());
            }
            case Kept kept -> memory.onKept(kept.kept());
            case RefusalSaid said -> {
                writer.logTrouble(said.outcome());
                rejections.onSaid(said.outcome());
            }
            case OfferSent sent -> {
                writer.logTrouble(sent.sent().outcome());
                offers.onSent(sent.sent(), closing);
            }
            case FileShown file -> live.bury();
            case Tick tick -> {
                live.onTick();
                if (live.isEmpty()) {
                    timers.cancel(Tick.class);
                }
            }
        }
        return unlessClosed();
    }

    /** A delivery has ended. */
    private Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof Terminated ended && ended.getRef().path().equals(files.path())) {
            return onFilesEnded(ended);
        }
        if (signal instanceof ChildFailed failed) {
            ctx.getLog().error("Chat {}: an answer cannot be shown", id, failed.getCause());
            live.bury();
            writer.say(UNSHOWN, List.of(), Optional.empty());
        }
        if (!(signal instanceof Terminated)) {
            return Behaviors.same();
        }
        deliveries.remove();
        delivering = null;
        deliverNext();
        return unlessClosed();
    }

    /** It ends once the view closes; if it has failed, a new view gets its files again. */
    private Behavior<Command> onFilesEnded(Terminated ended) {
        if (ended instanceof ChildFailed failed) {
            throw new IllegalStateException("files cannot be sent", failed.getCause());
        }
        sendsFiles = false;
        return unlessClosed();
    }

    private Behavior<Command> unlessClosed() {
        if (closing && delivering == null && !sendsFiles && live.isSettled() && offers.isSettled()) {
            chat.tell(new ChatProtocol.Closed());
            return Behaviors.stopped();
        }
        return Behaviors.same();
    }

    /** After a crash, events may come before the memo. They wait for it, because their turns may already have messages. */
    private void onHappened(ChatProtocol.Event event) {
        var mayComeFirst = event instanceof ChatProtocol.Noticed || event instanceof ChatProtocol.Closing;
        if (event instanceof ChatProtocol.Remembered) {
            remembers = true;
            onEvent(event);
            early.forEach(this::onEvent);
            early.clear();
        } else if (remembers || mayComeFirst) {
            onEvent(event);
        } else {
            early.add(event);
        }
    }

    private void onEvent(ChatProtocol.Event event) {
        switch (event) {
            case ChatProtocol.TopicNamed topic -> outbox.tell(new Outbox.TopicNamed(id, topic.name()));
            case ChatProtocol.Remembered remembered -> questions.clear(memory.onRemembered(remembered.memo()));
            case ChatProtocol.Waiting waiting -> {
                live.onWaiting(waiting);
                startTicking();
            }
            case ChatProtocol.Held held -> live.onHeld(held);
            case ChatProtocol.Revised revised -> live.onRevised(revised);
            case ChatProtocol.Fetching fetching -> {
                live.onFetching(fetching);
                startTicking();
            }
            case ChatProtocol.Transcribing transcribing -> {
                live.onTranscribing(transcribing);
                startTicking();
            }
            case ChatProtocol.Queued queued -> {
                live.onQueued(queued);
                startTicking();
            }
            case ChatProtocol.Started started -> {
                live.onStarted(started);
                startTicking();
            }
            case ChatProtocol.Progressed progressed -> live.add(progressed);
            case ChatProtocol.Asked asked -> {
                live.asking(asked.turn(), questions.ask(asked.question()) ? 1 : 0);
                asking.add(asked);
                showQuestions();
            }
            case ChatProtocol.Ticked ticked -> questions.tick(ticked.question());
            case ChatProtocol.Settled settled -> {
                live.asking(settled.turn(), -1);
                questions.settle(settled.key(), settled.words());
            }
            case ChatProtocol.Lingering lingering -> {
                live.bury();
                writer.say(
                        Texts.of("turn.lingers", HumanText.spoken(lingering.running())),
                        LiveTurn.stop(lingering.turn()),
                        Optional.empty());
            }
            case ChatProtocol.Stopping stopping -> live.stopping(stopping.turn());
            case ChatProtocol.Ended ended -> {
                var turn = ended.answer().id();
                if (deliveries.stream().noneMatch(known -> known.answer().id().equals(turn))) {
                    live.ended(turn);
                    deliveries.add(ended);
                    deliverNext();
                }
            }
            case ChatProtocol.Sending sending -> files.tell(new FileDelivery.Send(sending.file()));
            case ChatProtocol.Dropped dropped -> live.drop(dropped.turn());
            case ChatProtocol.Replied replied -> {
                live.bury();
                reply(replied.reply(), BotApiRequests.number(replied.message()));
            }
            case ChatProtocol.Offered offered -> {
                if (!closing) {
                    live.bury();
                    offers.show(offered);
                }
            }
            case ChatProtocol.Declined declined -> {
                live.bury();
                rejections.refuse(declined.reason(), BotApiRequests.number(declined.message()));
            }
            case ChatProtocol.Noticed noticed -> {
                Optional.ofNullable(noticed.again()).ifPresent(live::withdraw);
                live.bury();
                writer.say(noticed.text(), List.of(), Optional.empty());
            }
            case ChatProtocol.Closing end -> {
                closing = true;
                if (delivering != null) {
                    delivering.tell(new AnswerDelivery.Close());
                }
                files.tell(new FileDelivery.Close());
                outbox.tell(new Outbox.Close(id));
            }
        }
        if (isSignOfLife(event)) {
            hurry();
        }
    }

    private void hurry() {
        questions.hurry();
        files.tell(new FileDelivery.Hurry());
        if (delivering != null) {
            delivering.tell(new AnswerDelivery.Hurry());
        }
    }

    /** Whether a person has just done something in the chat. */
    private static boolean isSignOfLife(ChatProtocol.Event event) {
        return event instanceof ChatProtocol.Waiting
                || event instanceof ChatProtocol.Revised
                || event instanceof ChatProtocol.Replied
                || event instanceof ChatProtocol.Declined
                || event instanceof ChatProtocol.Settled;
    }

    /** Shows questions, each once the text before it is shown. */
    private void showQuestions() {
        while (!closing && !asking.isEmpty() && live.isAbove(asking.getFirst().turn())) {
            live.bury();
            questions.show(asking.remove().question().key());
        }
    }

    private void startTicking() {
        if (!timers.isTimerActive(Tick.class)) {
            timers.startTimerWithFixedDelay(Tick.class, new Tick(), TICK);
        }
    }

    private void deliverNext() {
        var next = deliveries.peek();
        if (next == null || delivering != null || closing) {
            return;
        }
        if (live.isUnsettled(next.answer().id())) {
            return; // its live message is on its way, and will be the first part or stay above
        }
        var turn = next.answer().id();
        delivering = ctx.spawnAnonymous(AnswerDelivery.create(
                id, outbox, chat, next, live.leave(turn), message -> answers.wrote(id, turn, message)));
        ctx.watch(delivering);
    }

    private void reply(Reply reply, Optional<Integer> to) {
        var keys = BotApiRequests.keys(reply.buttons());
        var document = reply.document();
        if (document == null) {
            writer.say(reply.text(), keys, to);
        } else {
            var content = VisibleText.reveal(document.content());
            writer.say(new AnswerText.File(document.name(), content, reply.text()), keys, to);
        }
    }
}
