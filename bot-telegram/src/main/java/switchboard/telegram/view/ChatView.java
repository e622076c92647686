package switchboard.telegram.view;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import switchboard.command.Words;
import switchboard.model.ChatId;
import switchboard.model.Delivery;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.telegram.outbox.Kind;
import switchboard.telegram.outbox.Outbox;

/**
 * One chat as Telegram shows it: turns the chat's events into messages. A running turn has one live message, which is
 * edited; after any other message in the chat it freezes and the turn goes on below.
 *
 * <p>For each turn: {@code (notice ->) (live message <-> frozen ->) answer}
 */
public final class ChatView {

    private sealed interface Command {}

    private record Happened(ChatProtocol.Event event) implements Command {}

    private record LiveSent(TurnId turn, Outbox.Outcome outcome) implements Command {}

    private record Frozen(TurnId turn, int message, Outbox.Outcome outcome) implements Command {}

    private record QuestionSent(QuestionMessages.Sent sent) implements Command {}

    private record AskAgain(String key) implements Command {}

    private record Cleared(int message, Outbox.Outcome outcome) implements Command {}

    private record RefusalSaid(Outbox.Outcome outcome) implements Command {}

    private record Tick() implements Command {}

    private static final Duration TICK = Duration.ofMillis(500);
    private static final String UNSHOWN =
            "⚠️ An answer cannot be shown because of a fault in the bot. It is kept, and tried again when the bot restarts.";
    private static final Duration TYPING_EVERY = Duration.ofSeconds(4);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final ChatId id;
    private final ActorRef<ChatProtocol.Command> chat;
    private final ActorRef<Outbox.Command> outbox;
    private final QuestionMessages<Command> questions;
    private final Refusals<Command> refusals;
    private final Clock clock;
    private final Writer<Command> writer;
    private final Map<TurnId, LiveTurn> turns = new LinkedHashMap<>();

    /** Answers in the order they came; the first may be under way. */
    private final Deque<Delivery> deliveries = new ArrayDeque<>();

    private @Nullable ActorRef<AnswerDelivery.Command> delivering;
    private boolean closing;
    private long typedAt;

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
        this.clock = clock;
        this.writer = new Writer<>(ctx, id, outbox);
        this.refusals = new Refusals<>(writer, RefusalSaid::new);
        this.questions = new QuestionMessages<>(
                id,
                writer,
                questions,
                new QuestionMessages.Steps<>(QuestionSent::new, AskAgain::new, Cleared::new),
                open -> chat.tell(new ChatProtocol.ShownOpen(open)));
    }

    /** @param chat where what was shown is confirmed */
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
            case Happened happened -> onEvent(happened.event());
            case LiveSent sent -> onLiveSent(sent);
            case Frozen frozen -> onFrozen(frozen);
            case QuestionSent sent -> {
                writer.logTrouble(sent.sent().outcome());
                questions.onSent(sent.sent());
            }
            case AskAgain again -> questions.again(again.key());
            case Cleared cleared -> {
                writer.logTrouble(cleared.outcome());
                questions.onCleared(cleared.message());
            }
            case RefusalSaid said -> {
                writer.logTrouble(said.outcome());
                refusals.onSaid(said.outcome());
            }
            case Tick tick -> onTick();
        }
        return unlessClosed();
    }

    /** A delivery has ended. */
    private Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof ChildFailed failed) {
            ctx.getLog().error("Chat {}: an answer cannot be shown", id, failed.getCause());
            bury();
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

    private Behavior<Command> unlessClosed() {
        if (closing && delivering == null && turns.values().stream().noneMatch(LiveTurn::isUnsettled)) {
            chat.tell(new ChatProtocol.Closed());
            return Behaviors.stopped();
        }
        return Behaviors.same();
    }

    private void onEvent(ChatProtocol.Event event) {
        switch (event) {
            case ChatProtocol.Left left -> questions.clear(left.references());
            case ChatProtocol.Waiting waiting -> onWaiting(waiting);
            case ChatProtocol.Queued queued -> onQueued(queued);
            case ChatProtocol.Started started -> onStarted(started);
            case ChatProtocol.Progressed progressed -> {
                var turn = turns.get(progressed.turn());
                if (turn != null) {
                    turn.add(progressed.progress());
                }
            }
            case ChatProtocol.Asked asked -> {
                bury();
                asking(asked.turn(), 1);
                questions.ask(asked.question());
            }
            case ChatProtocol.Settled settled -> {
                asking(settled.turn(), -1);
                questions.settle(settled.key(), settled.words());
            }
            case ChatProtocol.Lingering lingering -> {
                bury();
                writer.say(
                        "⏳ This has been running for " + Words.duration(lingering.running())
                                + ". Shall it go on? It goes on unless you stop it.",
                        LiveTurn.stop(lingering.turn()),
                        Optional.empty());
            }
            case ChatProtocol.Ended ended -> {
                if (deliveries.stream()
                        .noneMatch(known -> known.id().equals(ended.delivery().id()))) {
                    deliveries.add(ended.delivery());
                    deliverNext();
                }
            }
            case ChatProtocol.Dropped dropped -> {
                var turn = turns.remove(dropped.turn());
                if (turn != null) {
                    turn.ref.message().ifPresent(writer::delete);
                }
            }
            case ChatProtocol.Replied replied -> {
                bury();
                reply(replied.reply(), Messages.number(replied.message()));
            }
            case ChatProtocol.Declined declined -> {
                bury();
                refusals.refuse(declined.reason(), Messages.number(declined.message()));
            }
            case ChatProtocol.Noticed noticed -> {
                withdraw(turns.get(noticed.again()));
                bury();
                writer.say(noticed.text(), List.of(), Optional.empty());
            }
            case ChatProtocol.Closing end -> {
                closing = true;
                if (delivering != null) {
                    delivering.tell(new AnswerDelivery.Close());
                }
            }
        }
    }

    private void onWaiting(ChatProtocol.Waiting waiting) {
        if (!turns.containsKey(waiting.turn())) {
            bury();
        }
        var turn = turn(waiting.turn(), waiting.message());
        takeUp(turn, waiting.live(), true);
        if (waiting.ahead() > 0) {
            turn.waits("⏳ " + Words.place(waiting.ahead() + 1) + " in this chat: it runs after what you asked before.");
            refresh(turn);
        } else {
            typing();
        }
        startTicking();
    }

    private void onQueued(ChatProtocol.Queued queued) {
        var turn = turn(queued.turn(), queued.message());
        if (turn.isRunning()) {
            return; // it has been answered by a person and waits to go on; its live message says enough
        }
        takeUp(turn, queued.live(), false);
        var estimate = queued.estimate().toSeconds() < 5 ? "" : ", about " + Words.duration(queued.estimate());
        turn.waits("⏳ " + Words.place(queued.place()) + " in line" + estimate + ", " + queued.busy() + " of "
                + queued.limit() + " busy.");
        refresh(turn);
        startTicking();
    }

    private void onStarted(ChatProtocol.Started started) {
        var turn = turn(started.turn(), started.message());
        takeUp(turn, started.live(), false);
        turn.starts(clock.instant());
        if (turn.buried && !turn.sending) {
            turn.ref.message().ifPresent(writer::delete); // a notice that scrolled away
            keep(turn, turn.ref.at(Optional.empty()));
            turn.buried = false;
        } else if (turn.ref.message().isPresent()) {
            turn.ref = turn.ref.at(turn.ref.message()); // its notice becomes its live message
            if (!Objects.equals(turn.ref.word(), started.live())) {
                keep(turn, turn.ref);
            }
        }
        typing();
        startTicking();
    }

    /** Goes on in the message of an earlier view, and below what that has frozen. */
    private static void takeUp(LiveTurn turn, @Nullable String live, boolean isNotice) {
        if (turn.ref.equals(LiveRef.NONE) && !turn.sending && live != null) {
            turn.ref = LiveRef.parse(live);
            turn.buried = isNotice || turn.ref.notice(); // nobody knows what has come below it
        }
    }

    private LiveTurn turn(TurnId turn, @Nullable String prompt) {
        return turns.computeIfAbsent(turn, unknown -> new LiveTurn(unknown, prompt, LiveRef.NONE));
    }

    private void startTicking() {
        if (!timers.isTimerActive(Tick.class)) {
            timers.startTimerWithFixedDelay(Tick.class, new Tick(), TICK);
        }
    }

    private void onTick() {
        turns.values().forEach(this::refresh);
        var isSilent = turns.values().stream()
                .anyMatch(turn -> turn.isRunning()
                        && turn.asking == 0
                        && turn.ref.message().isEmpty());
        if (isSilent && clock.millis() - typedAt > TYPING_EVERY.toMillis()) {
            typing();
        }
        if (turns.isEmpty()) {
            timers.cancel(Tick.class);
        }
    }

    private void typing() {
        typedAt = clock.millis();
        writer.typing();
    }

    private void refresh(LiveTurn turn) {
        var now = clock.instant();
        var text = turn.text(now);
        if (turn.isDue(now) && !closing && delivering == null) { // an answer that is sent again must not come below it
            buryNotices();
            turn.sending = true;
            turn.passing = !turn.isRunning();
            turn.shown = text;
            writer.send(text, Kind.REPLY, turn.prompt, turn.keys(), outcome -> new LiveSent(turn.id, outcome));
        } else if (turn.ref.message().isPresent() && !turn.isUnsettled() && !text.equals(turn.shown)) {
            turn.shown = text;
            writer.preview(turn.ref.message().get(), text, turn.keys());
        }
    }

    private void onLiveSent(LiveSent sent) {
        var turn = turns.get(sent.turn());
        var message = sent.outcome() instanceof Outbox.Outcome.Written written
                ? Writer.messageId(written)
                : Optional.<Integer>empty();
        writer.logTrouble(sent.outcome());
        if (turn == null) {
            message.ifPresent(writer::delete); // the prompt was dropped meanwhile
            return;
        }
        turn.sending = false;
        turn.unshowable = message.isEmpty();
        turn.appears(clock.instant());
        keep(turn, turn.isRunning() ? turn.ref.at(message) : turn.ref.noticedAt(message));
        if (turn.buried && turn.isRunning()) {
            turn.buried = false;
            turn.ref.message().ifPresent(passed -> goBelow(turn, passed));
        }
        deliverNext();
    }

    /** What its live message shows is said again below: it would stand there twice. */
    private void withdraw(@Nullable LiveTurn turn) {
        if (turn == null || !turn.isRunning()) {
            return;
        }
        turn.passing = true;
        if (!turn.isUnsettled()) {
            turn.ref.message().ifPresent(message -> goBelow(turn, message));
        }
    }

    /** Other words came below a message while it was on its way; what is said now would stand above them in a notice. */
    private void goBelow(LiveTurn turn, int passed) {
        if (turn.passing) {
            writer.delete(passed);
            keep(turn, turn.ref.at(Optional.empty()));
        } else {
            freeze(turn, passed);
        }
    }

    /** Other words have come below the live messages. */
    private void bury() {
        for (var turn : turns.values()) {
            if (turn.isRunning() && turn.ref.message().isPresent()) {
                freeze(turn, turn.ref.message().get());
            } else if (turn.ref.message().isPresent() || turn.sending) {
                turn.buried = true;
            }
        }
    }

    /** A live message or an answer comes below the notices of those that wait: they go on below it in their turn. */
    private void buryNotices() {
        turns.values().stream()
                .filter(turn -> !turn.isRunning())
                .filter(turn -> turn.ref.message().isPresent() || turn.sending)
                .forEach(turn -> turn.buried = true);
    }

    private void freeze(LiveTurn turn, int message) {
        if (turn.isUnsettled()) {
            return; // it is being frozen
        }
        turn.freeze()
                .ifPresentOrElse(
                        staying -> writer.edit(
                                message,
                                staying,
                                Kind.FINAL,
                                List.of(),
                                outcome -> new Frozen(turn.id, message, outcome)),
                        () -> {
                            writer.delete(message);
                            keep(turn, turn.ref.at(Optional.empty()));
                        });
    }

    /** Until then the chat keeps that nothing is frozen: a text that is not shown must not be missing below. */
    private void onFrozen(Frozen frozen) {
        writer.logTrouble(frozen.outcome());
        var turn = turns.get(frozen.turn());
        if (turn == null) {
            return;
        }
        var isShown = frozen.outcome() instanceof Outbox.Outcome.Written;
        if (!isShown) {
            writer.delete(frozen.message()); // all of its text comes again below
        }
        turn.frozen(isShown);
        keep(turn, turn.ref);
        deliverNext();
    }

    private void keep(LiveTurn turn, LiveRef ref) {
        turn.ref = ref;
        chat.tell(new ChatProtocol.ShownLive(turn.id, ref.word()));
    }

    private void deliverNext() {
        var next = deliveries.peek();
        if (next == null || delivering != null || closing) {
            return;
        }
        var turn = turns.get(next.id());
        if (turn != null && turn.isUnsettled()) {
            return; // its live message is on its way and becomes the first part, or what stays above
        }
        var live = turn == null ? LiveRef.parse(next.live()) : turn.ref;
        var isBuried = turn == null ? live.notice() && next.parts().isEmpty() : turn.buried;
        if (isBuried) {
            live.message().ifPresent(writer::delete);
            live = live.at(Optional.empty());
        }
        turns.remove(next.id());
        buryNotices();
        var age = turn == null ? Duration.ZERO : turn.age(clock.instant());
        delivering = ctx.spawnAnonymous(AnswerDelivery.create(id, outbox, chat, next, live, age));
        ctx.watch(delivering);
    }

    private void asking(TurnId turn, int more) {
        var found = turns.get(turn);
        if (found != null) {
            found.asking += more;
        }
    }

    private void reply(Reply reply, Optional<Integer> to) {
        var keys = reply.buttons().stream()
                .map(row -> row.stream()
                        .map(button -> new Messages.Key(button.label(), ButtonData.command(button.command())))
                        .toList())
                .toList();
        writer.say(reply.text(), keys, to);
    }
}
