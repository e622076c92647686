package switchboard.voice;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.files.BlockingWork;
import switchboard.files.ChatFiles;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Question;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * Has the recordings of prompts transcribed, for all chats: at most two at once. Prompts take turns, with one recording each, in
 * the order asked. One that takes too long is given up, and so is one for which nobody waits any more.
 *
 * <p>{@code Transcribe -> Heard* -> Settled}
 */
public final class Transcriptions {

    /** To the transcriptions. */
    public sealed interface Command permits Transcribe, Left, Done, Late {}

    /**
     * Asks for the transcripts of a prompt's recordings, which are on the disk.
     *
     * @param files at least one
     * @param who gets {@link Heard} for each that is transcribed, and {@link Settled} at the end; what it has asked for is given up
     *     when it stops
     */
    public record Transcribe(ChatId chat, List<Content.Attachment> files, ActorRef<Reply> who) implements Command {
        public Transcribe {
            files = List.copyOf(files);
        }
    }

    private record Left(ActorRef<Reply> who) implements Command {}

    private record Done(Task task, String words, @Nullable Throwable failure) implements Command {}

    private record Late(Task task) implements Command {}

    /** Replies to the asker. */
    public sealed interface Reply permits Heard, Settled {}

    /** What is said in a recording. */
    public record Heard(Content.Attachment file, String words) implements Reply {}

    /**
     * No more will come.
     *
     * @param files all that were asked for
     * @param unheard the recordings that could not be transcribed, and why. One that may as well be no speech is not among them if
     *     nobody transcribes here
     */
    public record Settled(List<Content.Attachment> files, List<Question.Missing> unheard) implements Reply {
        public Settled {
            files = List.copyOf(files);
            unheard = List.copyOf(unheard);
        }
    }

    /** What somebody waits for. */
    private static final class Task {
        final ChatId chat;
        final ActorRef<Reply> who;
        final List<Content.Attachment> all;
        final Deque<Content.Attachment> files;
        final List<Question.Missing> unheard = new ArrayList<>();
        volatile String words = "";

        @Nullable
        BlockingWork work;

        /** Whether nobody waits for the recording at work any more. */
        boolean isVoid;

        Task(ChatId chat, ActorRef<Reply> who, List<Content.Attachment> all, Collection<Content.Attachment> left) {
            this.chat = chat;
            this.who = who;
            this.all = all;
            this.files = new ArrayDeque<>(left);
        }
    }

    private static final int AT_ONCE = 2;

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Optional<ChatFiles> places;
    private final Optional<Transcriber> transcriber;
    private final Duration within;
    private final Executor threads;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final List<Task> running = new ArrayList<>();

    private Transcriptions(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            Optional<ChatFiles> places,
            Optional<Transcriber> transcriber,
            Duration within) {
        this.ctx = ctx;
        this.timers = timers;
        this.places = places;
        this.transcriber = transcriber;
        this.within = within;
        this.threads = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * Makes the transcriptions of an engine.
     *
     * @param places where the files lie; empty if no files are taken
     * @param transcriber empty if nobody transcribes
     * @param within the longest that one recording may take
     */
    public static Behavior<Command> create(
            Optional<ChatFiles> places, Optional<Transcriber> transcriber, Duration within) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var transcriptions = new Transcriptions(ctx, timers, places, transcriber, within);
            return Behaviors.receive(Command.class)
                    .onAnyMessage(transcriptions::onMessage)
                    .onSignal(PostStop.class, stopped -> transcriptions.giveUp())
                    .build();
        }));
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Transcribe asked -> onAsked(asked);
            case Left left -> {
                waiting.removeIf(task -> task.who.equals(left.who()));
                running.stream().filter(task -> task.who.equals(left.who())).forEach(this::giveUp);
            }
            case Late late -> onLate(late.task());
            case Done done -> onDone(done);
        }
        begin();
        return Behaviors.same();
    }

    private void onAsked(Transcribe asked) {
        if (transcriber.isEmpty() || places.isEmpty()) {
            asked.who().tell(new Settled(asked.files(), untaken(asked.files())));
            return;
        }
        ctx.watchWith(asked.who(), new Left(asked.who()));
        waiting.add(new Task(asked.chat(), asked.who(), asked.files(), asked.files()));
    }

    /** Music needs no transcript, so nobody is asked about it where nobody transcribes. */
    private static List<Question.Missing> untaken(List<Content.Attachment> files) {
        return files.stream()
                .filter(file -> file.kind() == Content.Attachment.Kind.VOICE)
                .map(file -> Question.Missing.forNow(file, Texts.of("voice.none")))
                .toList();
    }

    private void onLate(Task task) {
        if (!running.contains(task) || task.isVoid) {
            return;
        }
        giveUp(task);
        settle(task, Texts.of("voice.late", HumanText.spoken(within)));
    }

    private void onDone(Done done) {
        var task = done.task();
        timers.cancel(task);
        running.remove(task);
        if (task.isVoid) {
            return; // another task of who has asked may be in line by now
        }
        if (done.failure() != null) {
            settle(task, why(task, done.failure()));
        } else if (done.words().isBlank()) {
            settle(task, Texts.of("voice.silent"));
        } else if (done.words().length() > Transcriber.LONGEST) {
            settle(task, Texts.of("voice.tooMuch"));
        } else {
            task.who.tell(new Heard(task.files.remove(), done.words().strip()));
            next(task);
        }
    }

    private String why(Task task, Throwable failure) {
        ctx.getLog().warn("Cannot transcribe a recording of chat {}: {}", task.chat, failure.toString());
        return failure instanceof Transcriber.FailedException told
                ? String.valueOf(told.getMessage())
                : Texts.of("voice.broken");
    }

    /** The recording at work has no transcript. */
    private void settle(Task task, String why) {
        task.unheard.add(Question.Missing.forNow(task.files.remove(), why));
        next(task);
    }

    private void next(Task task) {
        if (task.files.isEmpty()) {
            task.who.tell(new Settled(task.all, task.unheard));
        } else {
            waiting.add(task.isVoid ? rest(task) : task);
        }
    }

    /** What is left of a task whose thread may still be at work. */
    private static Task rest(Task task) {
        var rest = new Task(task.chat, task.who, task.all, task.files);
        rest.unheard.addAll(task.unheard);
        return rest;
    }

    private void begin() {
        while (running.size() < AT_ONCE && !waiting.isEmpty()) {
            var task = waiting.remove();
            running.add(task);
            transcribe(task, transcriber.orElseThrow());
        }
    }

    private void transcribe(Task task, Transcriber by) {
        var self = ctx.getSelf();
        var file = task.files.getFirst();
        var path = places.orElseThrow().path(task.chat, file);
        task.words = "";
        Consumer<@Nullable Throwable> done = failure -> self.tell(new Done(task, task.words, failure));
        var work = new BlockingWork(() -> task.words = by.transcribe(task.chat, file, path), done);
        task.work = work;
        timers.startSingleTimer(task, new Late(task), within);
        threads.execute(work);
    }

    private void giveUp(Task task) {
        task.isVoid = true;
        timers.cancel(task);
        if (task.work != null) {
            task.work.giveUp();
        }
    }

    private Behavior<Command> giveUp() {
        running.forEach(this::giveUp);
        return Behaviors.same();
    }
}
