package switchboard.telegram.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.PartialBotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendChatAction;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.methods.updatingmessages.EditMessageText;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import switchboard.model.ChatId;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;

/** An outbox between fronts that write and a Bot API that answers as the steps say, and the rules that must hold for it. */
final class OutboxModel implements Sequences.World<OutboxModel.Step> {

    /** What can happen; what cannot just now, does not. */
    enum What {
        FRAME,
        FRAME_MORE,
        FRAME_TOO_LATE,
        LAST_TEXT,
        QUESTION,
        REPLY,
        REPLY_MORE,
        TYPING,
        BUTTON,
        API_SAYS_YES,
        API_SAYS_YES_SOON,
        API_SAYS_YES_TOO,
        API_SAYS_TOO_MANY,
        API_SAYS_5XX,
        API_IS_UNREACHABLE,
        API_IS_UNCLEAR,
        API_REFUSES,
        API_SHUTS_OUT,
        SIGN_OF_LIFE,
        API_CANNOT_PARSE,
        TIME_PASSES,
        MORE_TIME_PASSES,
        MUCH_TIME_PASSES
    }

    /**
     * @param chat of four; the last is a group
     * @param which of several
     */
    record Step(What what, int chat, int which) {}

    private static final int GROUP = 4;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(40);

    private final Simulation simulation;
    private final Map<Long, LaneModel> lanes = new HashMap<>();
    private final LimitModel all = LimitModel.ofAll();
    private final List<String> faults = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private final List<ActorRef<?>> spawned = new ArrayList<>();
    private final ActorRef<Outbox.Command> outbox;
    private int written;
    private int outcomes;
    private int pressed;
    private int buttonsAnswered;
    private int numbers;

    /** A call that the API has not answered. */
    private record Pending(long chat, PartialBotApiMethod<?> method, CompletableFuture<Serializable> answer) {}

    OutboxModel(Simulation simulation) {
        this.simulation = simulation;
        outbox = simulation.spawn(Simulation.spied(
                Outbox.Command.class, Outbox.create(new Api(), simulation::now, () -> 0.5), this::mark));
        spawned.add(outbox);
    }

    @Override
    public void take(Step step) {
        var chat = chat(step);
        switch (step.what()) {
            case FRAME, FRAME_MORE -> frame(chat, lane(chat).live(step.which() % 2));
            case FRAME_TOO_LATE -> lane(chat).lastClosed(simulation.now()).ifPresent(message -> frame(chat, message));
            case LAST_TEXT -> {
                var message = lane(chat).close(step.which() % 2, simulation.now());
                write(chat, edit(chat, message, "last"), Kind.FINAL);
            }
            case QUESTION -> write(chat, send(chat, "question"), Kind.FINAL);
            case REPLY, REPLY_MORE -> write(chat, send(chat, "reply"), Kind.REPLY);
            case TYPING ->
                outbox.tell(new Outbox.Activity(ChatId.of(chat), new SendChatAction(Long.toString(chat), "typing")));
            case BUTTON -> {
                pressed++;
                outbox.tell(new Outbox.Answer(new AnswerCallbackQuery("b" + numbers++)));
            }
            case API_SAYS_YES, API_SAYS_YES_SOON, API_SAYS_YES_TOO -> answer(step, null);
            case API_SAYS_TOO_MANY ->
                answer(step, new Failure.TooManyRequests(Duration.ofSeconds(1 + 2L * step.which())));
            case API_SAYS_5XX -> answer(step, new Failure.Unavailable(new IOException("502")));
            case API_IS_UNREACHABLE -> answer(step, new Failure.Unreachable(new IOException("refused")));
            case API_IS_UNCLEAR -> answer(step, new Failure.Unclear(new IOException("timeout")));
            case API_REFUSES -> answer(step, new Failure.Refused(400, "Bad Request: odd", OptionalLong.empty()));
            case API_SHUTS_OUT -> answer(step, new Failure.Refused(403, "Forbidden: blocked", OptionalLong.empty()));
            case SIGN_OF_LIFE -> outbox.tell(new Outbox.Alive(ChatId.of(chat)));
            case API_CANNOT_PARSE ->
                answer(step, new Failure.Refused(400, "Bad Request: can't parse entities", OptionalLong.empty()));
            case TIME_PASSES -> simulation.pass(Duration.ofMillis(100 + 300L * step.which()));
            case MORE_TIME_PASSES -> simulation.pass(Duration.ofSeconds(1 + step.which()));
            case MUCH_TIME_PASSES -> simulation.pass(Duration.ofSeconds(5 + 20L * step.which()));
        }
    }

    private static long chat(Step step) {
        return step.chat() == GROUP ? -GROUP : step.chat();
    }

    private void frame(long chat, int message) {
        outbox.tell(new Outbox.Preview(ChatId.of(chat), message, edit(chat, message, "frame")));
    }

    private void write(long chat, PartialBotApiMethod<?> method, Kind kind) {
        written++;
        var plain = send(chat, "plain");
        var replies = simulation.<Outbox.Outcome>listener(outcome -> {
            outcomes++;
            note(lane(chat).isRightOutcome(method, outcome), "another outcome than the API's: " + outcome);
        });
        spawned.add(replies);
        outbox.tell(new Outbox.Write(ChatId.of(chat), method, kind, Optional.of(plain), replies));
    }

    private void answer(Step step, @Nullable Failure failure) {
        if (pending.isEmpty()) {
            return;
        }
        var call = pending.remove(step.which() % pending.size());
        lane(call.chat()).answered(call.method(), failure, simulation.now());
        if (failure == null) {
            call.answer().complete(ScriptedTelegram.message());
        } else {
            if (failure instanceof Failure.TooManyRequests many) {
                all.pause(call.chat(), many.retryAfter(), simulation.now());
            }
            call.answer().completeExceptionally(new TelegramException("as the test wants it", failure));
        }
    }

    private SendMessage send(long chat, String text) {
        return new SendMessage(Long.toString(chat), text + " " + numbers++);
    }

    private EditMessageText edit(long chat, int message, String text) {
        return EditMessageText.builder()
                .chatId(chat)
                .messageId(message)
                .text(text + " " + numbers++)
                .build();
    }

    private LaneModel lane(long chat) {
        return lanes.computeIfAbsent(chat, id -> new LaneModel(id, faults));
    }

    private void note(boolean isRight, String fault) {
        if (!isRight) {
            faults.add(fault);
        }
    }

    @Override
    public void check(boolean settled) {
        assertThat(faults).isEmpty();
    }

    /** From now on the API says yes. */
    @Override
    public void finish() {
        simulation.settle();
        var until = simulation.now() + LONG_ENOUGH.toNanos();
        while (simulation.now() < until && !(outcomes == written && pending.isEmpty() && isShown())) {
            while (!pending.isEmpty()) {
                answer(new Step(What.API_SAYS_YES, 0, 0), null);
                simulation.settle();
            }
            simulation.pass(Duration.ofSeconds(1));
            checkNobodyWaitsInVain();
        }
        check(true);
        assertThat(outcomes).as("one outcome for each write").isEqualTo(written);
        assertThat(buttonsAnswered).as("presses answered").isEqualTo(pressed);
        assertThat(isShown()).as("the newest frames are shown").isTrue();
        spawned.forEach(simulation::stop);
        simulation.settle();
    }

    private boolean isShown() {
        return lanes.values().stream().allMatch(LaneModel::isShown);
    }

    /** A chat that nothing holds back has no write that must be delivered and is not under way. */
    private void checkNobodyWaitsInVain() {
        for (var lane : lanes.values()) {
            var isFree = all.isAtRest(simulation.now()) && lane.isAtRest(simulation.now());
            note(!isFree || !lane.waits(), "waits though nothing holds it back");
        }
    }

    private final class Api implements TelegramApi {

        @Override
        @SuppressWarnings("unchecked")
        public <T extends Serializable> CompletionStage<T> execute(PartialBotApiMethod<T> method) {
            var answer = new CompletableFuture<Serializable>();
            if (method instanceof AnswerCallbackQuery) {
                buttonsAnswered++;
                return (CompletionStage<T>) answer;
            }
            var now = simulation.now();
            var chat = chatOf(method);
            var isUrgent = lane(chat).called(method, now);
            note(all.take(isUrgent, now), "more than all chats may have");
            pending.add(new Pending(chat, method, answer));
            return (CompletionStage<T>) answer;
        }

        private long chatOf(PartialBotApiMethod<?> method) {
            return Long.parseLong(
                    switch (method) {
                        case SendMessage send -> send.getChatId();
                        case EditMessageText edit -> edit.getChatId();
                        case SendChatAction typing -> typing.getChatId();
                        default -> throw new IllegalArgumentException(method.toString());
                    });
        }

        @Override
        public CompletionStage<Message> upload(FileUpload upload) {
            throw new IllegalArgumentException("no step uploads");
        }

        @Override
        public CompletionStage<List<Message>> upload(AlbumUpload album) {
            throw new IllegalArgumentException("no step uploads");
        }

        @Override
        public CompletionStage<Long> download(String path, Path target, long most) {
            throw new IllegalArgumentException("no step downloads");
        }

        @Override
        public CompletionStage<Batch> getUpdates(GetUpdates poll) {
            throw new IllegalArgumentException("no step polls");
        }
    }

    private void mark(Outbox.Command command) {
        if (command instanceof Outbox.Write write) {
            lane(write.chat().chat()).write(write);
        } else if (command instanceof Outbox.Preview preview) {
            lane(preview.chat().chat()).offer(preview);
        } else if (command instanceof Outbox.Alive alive) {
            lane(alive.chat().chat()).hurry();
        }
    }
}
