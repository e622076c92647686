package switchboard.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import switchboard.text.HumanText;

/** Watches a load test: what was said, what became of it, and what must not happen. Thread-safe. */
final class Exam implements Subject.Listener {

    /** An answer that came twice because it was unclear whether the first had arrived says so by this. */
    private static final String REPEATED = "(repeated)";

    private static final long MICRO = 1_000;
    private static final int LONGEST_REASON = 120;

    private static final class Track {
        final Mark mark;
        final long due;
        long accepted = LoadResult.NEVER;
        long begun = LoadResult.NEVER;
        long first = LoadResult.NEVER;
        long last = LoadResult.NEVER;
        boolean isRefused;

        @Nullable
        String message;

        Track(Mark mark, long due) {
            this.mark = mark;
            this.due = due;
        }

        boolean isSettled() {
            return last != LoadResult.NEVER || isRefused;
        }
    }

    private final long began = System.nanoTime();
    private final long beganMillis = System.currentTimeMillis();
    private final boolean remembers;
    private final Map<Mark, Track> tracks = new LinkedHashMap<>();
    private final Map<Integer, List<Track>> byChat = new HashMap<>();
    private final Map<Integer, Integer> newest = new HashMap<>();
    private final Set<String> misplaced = new HashSet<>();
    private final Set<String> doubled = new HashSet<>();
    private final Set<String> repeated = new HashSet<>();
    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private final Histogram finals = new Histogram(3);
    private int disordered;
    private int forgetful;
    private int settled;
    private long lastSign = began;

    /** @param remembers whether the agent knows its conversation again after it was ended */
    Exam(boolean remembers) {
        this.remembers = remembers;
    }

    /** @param due {@link System#nanoTime} at which it was to be said */
    synchronized void said(Mark mark, long due) {
        var track = new Track(mark, micros(due));
        tracks.put(mark, track);
        byChat.computeIfAbsent(mark.chat(), any -> new ArrayList<>()).add(track);
        sign();
    }

    @Override
    public synchronized void accepted(Mark mark) {
        var track = tracks.get(mark);
        if (track != null && track.accepted == LoadResult.NEVER) {
            track.accepted = now();
            sign();
        }
    }

    @Override
    public synchronized void refused(Mark mark, String why) {
        var track = tracks.get(mark);
        if (track != null && !track.isSettled()) {
            track.isRefused = true;
            reasons.merge(HumanText.shortened(why, LONGEST_REASON), 1, Integer::sum);
            settled++;
            sign();
        }
    }

    @Override
    public synchronized void shown(int chat, String message, String text, boolean isFinal) {
        sign();
        var marks = Mark.in(text);
        if (marks.stream().anyMatch(mark -> mark.chat() != chat || !tracks.containsKey(mark))) {
            misplaced.add(chat + " " + message);
            return;
        }
        Words.read(text).ifPresent(answer -> {
            var track = tracks.get(answer.mark());
            if (track != null) {
                note(track, answer, message, text, isFinal && answer.isWhole());
            }
        });
    }

    private void note(Track track, Words.Answer answer, String message, String text, boolean isWhole) {
        if (track.first == LoadResult.NEVER) {
            track.first = now();
            track.begun =
                    answer.begun().isPresent() ? (answer.begun().getAsLong() - beganMillis) * MICRO : LoadResult.NEVER;
        }
        if (!isWhole) {
            return;
        }
        if (track.message == null) {
            track.message = message;
            track.last = now();
            settled += track.isRefused ? 0 : 1;
            finals.recordValue(Math.max(0, track.last - track.due));
            inOrder(track.mark);
            inContext(answer);
        } else if (!track.message.equals(message)) {
            (text.contains(REPEATED) ? repeated : doubled).add(message);
        }
    }

    private void inOrder(Mark mark) {
        if (newest.merge(mark.chat(), mark.number(), Math::max) != mark.number()) {
            disordered++;
        }
    }

    private void inContext(Words.Answer answer) {
        var before = byChat.getOrDefault(answer.mark().chat(), List.of()).stream()
                .filter(track -> !track.isRefused)
                .map(track -> track.mark)
                .filter(mark -> mark.number() < answer.mark().number())
                .toList();
        var told = answer.before();
        var knows = told == null ? !remembers || answer.prompt().orElse(0) == before.size() + 1 : told.equals(before);
        forgetful += knows ? 0 : 1;
    }

    /** Waits until all that was said has an answer, or nothing has happened for that long. */
    synchronized void awaitSettled(Duration patience) throws InterruptedException {
        while (settled < tracks.size()) {
            var left = lastSign + patience.toNanos() - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized Progress progress(int all) {
        return new Progress(
                tracks.size(),
                settled,
                all,
                Duration.ofNanos(finals.getValueAtPercentile(50) * MICRO),
                Duration.ofNanos(finals.getValueAtPercentile(99) * MICRO),
                doubled.size() + misplaced.size());
    }

    synchronized LoadResult result(LoadPlan plan) {
        var messages = new ArrayList<LoadResult.Message>();
        tracks.values()
                .forEach(track -> messages.add(new LoadResult.Message(
                        track.mark,
                        track.due,
                        track.accepted,
                        track.begun,
                        track.first,
                        track.last,
                        track.isRefused && track.last == LoadResult.NEVER)));
        var faults = new LoadResult.Faults(doubled.size(), repeated.size(), misplaced.size(), disordered, forgetful);
        return new LoadResult(
                plan, List.copyOf(messages), faults, Map.copyOf(reasons), Duration.ofNanos(lastSign - began));
    }

    private void sign() {
        lastSign = System.nanoTime();
        notifyAll();
    }

    private long now() {
        return micros(System.nanoTime());
    }

    private long micros(long nanos) {
        return (nanos - began) / MICRO;
    }
}
