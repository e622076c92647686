package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import switchboard.claude.wire.Incoming;
import switchboard.model.FileState;

/**
 * Notices which files other hands change while Claude works on them: it gets to know each file before and after one of Claude's tools
 * changes it. What was written while a command or a subagent ran may be theirs, and does not count. Nor does a file that is gone,
 * because no undo can lose it. Used by several threads.
 */
final class OtherHands {

    /**
     * What was noticed.
     *
     * @param found files as they were before Claude's tools first changed them
     * @param changed files that other hands have changed after that
     */
    record Noticed(List<FileState> found, List<Path> changed) {}

    /** Of so many files it is known how Claude has found and left them. */
    static final int MOST_FILES = 1_000;

    /** So many ended commands are known. */
    static final int MOST_SPANS = 1_000;

    /** The clock of a file system may differ a little from that of the engine. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    /** @param lasts whether it runs on after its call has ended */
    private record Begun(Instant at, boolean lasts) {}

    private record Span(Instant from, Instant to) {

        boolean has(Instant when) {
            return !when.isBefore(from.minus(CLOCKS_DIFFER)) && !when.isAfter(to.plus(CLOCKS_DIFFER));
        }
    }

    private final InstantSource clock;
    /** Files as Claude has found them first; missing if its commands may have written them before. */
    private final Map<Path, FileState> found = new LinkedHashMap<>();

    /** Files as Claude has left them last. */
    private final Map<Path, FileState> left = new HashMap<>();

    /** Files that were not as Claude had left them. */
    private final Set<Path> strange = new LinkedHashSet<>();

    /** What may write any file, by the id of its call. */
    private final Map<String, Begun> running = new HashMap<>();

    private final List<Span> ended = new ArrayList<>();

    OtherHands(InstantSource clock) {
        this.clock = clock;
    }

    /** One of Claude's tools is about to change the file. */
    synchronized void found(FileState file) {
        if (found.size() < MOST_FILES) {
            found.putIfAbsent(file.path(), isByOthers(file) ? file : FileState.missing(file.path()));
        }
        compare(file);
    }

    /** One of Claude's tools has changed the file. Until its call has ended, a hook of the project may change it, too. */
    synchronized void left(String call, FileState file) {
        if (left.size() < MOST_FILES || left.containsKey(file.path())) {
            left.put(file.path(), file);
        }
        running.put(call, new Begun(clock.instant(), false));
    }

    private void compare(FileState file) {
        var before = left.get(file.path());
        if (before != null && !before.isSameAs(file) && isByOthers(file)) {
            strange.add(file.path());
        }
    }

    synchronized void hear(Incoming line) {
        switch (line) {
            case Incoming.Assistant said -> {
                for (var block : said.blocks()) {
                    if (block instanceof Incoming.ToolUse use) {
                        begin(use);
                    }
                }
            }
            case Incoming.ToolResults results -> results.results().forEach(each -> end(each.toolUseId()));
            default -> {} // neither begins nor ends a call
        }
    }

    private void begin(Incoming.ToolUse use) {
        if (ClaudeTools.mayChange(use.name()) && !ClaudeTools.changesFiles(use.name())) {
            var lasts = use.input().path("run_in_background").asBoolean();
            running.put(use.id(), new Begun(clock.instant(), lasts));
        }
    }

    private void end(String call) {
        var begun = running.get(call);
        if (begun != null && !begun.lasts()) {
            running.remove(call);
            if (ended.size() == MOST_SPANS) {
                ended.removeFirst();
            }
            ended.add(new Span(begun.at(), clock.instant()));
        }
    }

    /**
     * What was noticed since this was last asked.
     *
     * @param files as they are now
     */
    synchronized Noticed take(List<FileState> files) {
        files.forEach(this::compare);
        var noticed = new Noticed(
                found.values().stream().filter(file -> !file.isMissing()).toList(), List.copyOf(strange));
        found.clear();
        left.clear();
        strange.clear();
        running.clear();
        ended.clear();
        return noticed;
    }

    /** Whether there is a file that none of Claude's commands so far can have written. */
    private boolean isByOthers(FileState file) {
        var written = file.modified();
        return written != null
                && ended.stream().noneMatch(span -> span.has(written))
                && running.values().stream()
                        .allMatch(begun -> written.isBefore(begun.at().minus(CLOCKS_DIFFER)));
    }
}
