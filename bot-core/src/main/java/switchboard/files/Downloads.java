package switchboard.files;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Question;

/**
 * Gets the files of prompts onto the disk, for all chats: at most four at once, those of a chat in order. A fetch that fails is
 * repeated until it succeeds or nobody wants the file any more; one whose source does not have the file, a few times. Once an hour
 * it deletes what is old; what a living turn has asked for stays.
 *
 * <p>{@code Get -> Stalled* -> Settled}
 */
public final class Downloads {

    /** To the downloads. */
    public sealed interface Command permits Get, Left, Done, Slow, Again, Sweep, Swept {}

    /**
     * Asks for files of a chat. If the asker has asked before, only these count from now on.
     *
     * @param files at least one
     * @param who gets {@link Stalled} whenever a fetch has failed or takes long, and {@link Settled} at the end. The files stay until it stops
     */
    public record Get(ChatId chat, List<Content.Attachment> files, ActorRef<Reply> who) implements Command {
        public Get {
            files = List.copyOf(files);
        }
    }

    private record Left(ChatId chat, ActorRef<Reply> who) implements Command {}

    private record Done(ChatId chat, @Nullable Throwable failure) implements Command {}

    /** A fetch has not ended yet. */
    private record Slow(ChatId chat) implements Command {}

    private record Again(ChatId chat) implements Command {}

    private record Sweep() implements Command {}

    private record Swept(
            @Nullable List<ChatId> chats, @Nullable Throwable failure) implements Command {}

    /** Replies to the asker. */
    public sealed interface Reply permits Stalled, Settled {}

    /** A fetch has failed, and is repeated, or takes long. */
    public record Stalled() implements Reply {}

    /**
     * No more is done for these files. If some are refused before anything is fetched, nothing is fetched.
     *
     * @param files all that were asked for
     * @param there those that are there
     * @param gone those that are not to be had
     */
    public record Settled(List<Content.Attachment> files, List<Content.Attachment> there, List<Question.Missing> gone)
            implements Reply {
        public Settled {
            files = List.copyOf(files);
            there = List.copyOf(there);
            gone = List.copyOf(gone);
        }

        /** All are there but those that are not to be had. */
        public Settled(List<Content.Attachment> files, List<Question.Missing> gone) {
            this(files, without(files, gone), gone);
        }

        private static List<Content.Attachment> without(List<Content.Attachment> files, List<Question.Missing> gone) {
            return files.stream()
                    .filter(file ->
                            gone.stream().noneMatch(missing -> missing.file().equals(file)))
                    .toList();
        }
    }

    /** What is done for a chat: a fetch, or null to delete what is old. */
    private record Task(Content.@Nullable Attachment file, BlockingWork work) {}

    private static final class Line {
        final WantedFiles wanted = new WantedFiles();

        @Nullable
        Task running;

        int failures;
        boolean pausing;

        boolean isNext(Content.@Nullable Attachment file) {
            return wanted.next().filter(next -> next.equals(file)).isPresent();
        }
    }

    private static final int AT_ONCE = 4;

    /** So often a file is tried whose source does not have it. */
    private static final int TRIES = 5;

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final FileLimits limits;
    private final StoredFiles stored;
    private final Executor threads;
    private final Map<ChatId, Line> lines = new LinkedHashMap<>();

    /** Chats in which something is to be fetched, in the order of their turns. */
    private final LinkedHashSet<ChatId> ready = new LinkedHashSet<>();

    private final LinkedHashSet<ChatId> unclean = new LinkedHashSet<>();
    private int fetching;
    private boolean isCleaning;

    private Downloads(
            ActorContext<Command> ctx, TimerScheduler<Command> timers, FileLimits limits, StoredFiles stored) {
        this.ctx = ctx;
        this.timers = timers;
        this.limits = limits;
        this.stored = stored;
        this.threads = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * Makes the downloads of an engine.
     *
     * @param settings empty if no files are taken
     * @param limits of the same settings and source
     */
    public static Behavior<Command> create(
            Optional<FilesSettings> settings, Attachments source, FileLimits limits, Clock clock) {
        return settings.map(files -> fetching(limits, new StoredFiles(files, source, clock)))
                .orElseGet(() -> refusing(limits));
    }

    private static Behavior<Command> fetching(FileLimits limits, StoredFiles stored) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var downloads = new Downloads(ctx, timers, limits, stored);
            ctx.getSelf().tell(new Sweep());
            timers.startTimerWithFixedDelay(new Sweep(), SWEEP_EVERY);
            return Behaviors.receive(Command.class)
                    .onAnyMessage(downloads::onMessage)
                    .onSignal(PostStop.class, stopped -> downloads.giveUp())
                    .build();
        }));
    }

    private static Behavior<Command> refusing(FileLimits limits) {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Get get) {
                get.who().tell(new Settled(get.files(), List.of(), limits.refused(get.files())));
            }
            return Behaviors.same();
        });
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Get get -> onGet(get);
            case Left left -> onLeft(left);
            case Done done -> onDone(done);
            case Slow slow -> onSlow(line(slow.chat()));
            case Again again -> {
                line(again.chat()).pausing = false;
                ready.add(again.chat());
            }
            case Sweep sweep -> ctx.pipeToSelf(CompletableFuture.supplyAsync(stored::sweep, threads), Swept::new);
            case Swept swept -> {
                warnOfCleaning(swept.failure());
                unclean.addAll(swept.chats() == null ? List.of() : swept.chats());
            }
        }
        begin();
        return Behaviors.same();
    }

    private Line line(ChatId chat) {
        return lines.computeIfAbsent(chat, none -> new Line());
    }

    private void onGet(Get get) {
        var line = line(get.chat());
        var refused = limits.refused(get.files());
        if (refused.isEmpty()) {
            ctx.watchWith(get.who(), new Left(get.chat(), get.who()));
            line.wanted.add(get.who(), get.files());
        } else {
            line.wanted.remove(get.who());
            get.who().tell(new Settled(get.files(), List.of(), refused));
        }
        goOn(get.chat(), line);
    }

    /** The turn is over. What only it wanted is not fetched any more. */
    private void onLeft(Left left) {
        var line = line(left.chat());
        line.wanted.remove(left.who());
        goOn(left.chat(), line);
    }

    /** Other files are wanted. */
    private void goOn(ChatId chat, Line line) {
        var running = line.running;
        if (running != null && running.file() != null && !line.isNext(running.file())) {
            running.work().giveUp();
        }
        if (line.pausing) {
            timers.cancel(chat);
            line.pausing = false;
            line.failures = 0;
        }
        ready.add(chat);
    }

    private void onDone(Done done) {
        var line = line(done.chat());
        var task = Objects.requireNonNull(line.running);
        line.running = null;
        ready.add(done.chat());
        if (task.file() == null) {
            isCleaning = false;
            warnOfCleaning(done.failure());
            return;
        }
        fetching--;
        timers.cancel(new Slow(done.chat()));
        var isVoid = done.failure() != null && task.work().isGivenUp(); // another turn may want the file by now
        if (!isVoid && line.isNext(task.file())) {
            onFetched(done.chat(), line, done.failure());
        }
    }

    /** People hear of it, because the source may hang, and another Bot API server first fetches the file itself. */
    private static void onSlow(Line line) {
        var task = Objects.requireNonNull(line.running);
        if (!task.work().isGivenUp() && line.isNext(task.file())) {
            line.wanted.stalled();
        }
    }

    private void onFetched(ChatId chat, Line line, @Nullable Throwable failure) {
        var misses = failure instanceof Attachments.UnavailableException ? line.wanted.miss() : 0;
        var mayCome = !(failure instanceof Attachments.GoneException);
        if (failure != null && mayCome && misses < TRIES) {
            onFailed(chat, line, failure);
            return;
        }
        line.failures = 0;
        if (failure == null) {
            line.wanted.there();
        } else {
            line.wanted.gone(String.valueOf(failure.getMessage()), mayCome);
        }
    }

    private void onFailed(ChatId chat, Line line, Throwable failure) {
        if (line.failures == 0) {
            ctx.getLog().warn("Cannot fetch a file of chat {}; trying again", chat, failure);
        }
        line.pausing = true;
        timers.startSingleTimer(chat, new Again(chat), pauseAfter(line.failures++));
        line.wanted.stalled();
    }

    private static Duration pauseAfter(int failures) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 5));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Begins what may begin now. */
    private void begin() {
        while (fetching < AT_ONCE && !ready.isEmpty()) {
            var chat = ready.removeFirst();
            var line = line(chat);
            if (line.wanted.isEmpty() && line.running == null) {
                lines.remove(chat);
            } else if (line.running == null && !line.pausing) {
                line.wanted.next().ifPresent(file -> fetch(chat, line, file));
            }
        }
        if (!isCleaning) {
            unclean.stream()
                    .filter(chat -> !lines.containsKey(chat) || line(chat).running == null)
                    .findFirst()
                    .ifPresent(this::clean);
        }
    }

    private void fetch(ChatId chat, Line line, Content.Attachment file) {
        fetching++;
        timers.startSingleTimer(new Slow(chat), new Slow(chat), LONG);
        var held = held(chat, line);
        run(chat, line, file, () -> stored.fetch(chat, file, held));
    }

    private void clean(ChatId chat) {
        unclean.remove(chat);
        isCleaning = true;
        var line = line(chat);
        var held = held(chat, line);
        run(chat, line, null, () -> stored.clean(chat, held, 0));
    }

    private void run(ChatId chat, Line line, Content.@Nullable Attachment file, BlockingWork.Step step) {
        var self = ctx.getSelf();
        var work = new BlockingWork(step, failure -> self.tell(new Done(chat, failure)));
        line.running = new Task(file, work);
        threads.execute(work);
    }

    /** What the living turns of a chat have asked for. */
    private Set<Path> held(ChatId chat, Line line) {
        return line.wanted.all().map(file -> stored.path(chat, file)).collect(Collectors.toSet());
    }

    private void warnOfCleaning(@Nullable Throwable failure) {
        if (failure != null) {
            ctx.getLog().warn("Cannot delete old files", failure);
        }
    }

    private Behavior<Command> giveUp() {
        lines.values().stream().map(line -> line.running).forEach(running -> {
            if (running != null) {
                running.work().giveUp();
            }
        });
        return Behaviors.same();
    }
}
