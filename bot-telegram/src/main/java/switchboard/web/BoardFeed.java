package switchboard.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.Engine;
import switchboard.board.Board;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatSummary;

/**
 * Keeps open boards up to date: while there is one, it looks at the engine twice a second and sends the changes.
 *
 * <p>{@code unwatched -> Watch -> looking -> Unwatch (the last) -> unwatched}
 */
public final class BoardFeed {

    /** To the feed. */
    public sealed interface Command permits Watch, Unwatch, Look, Seen {}

    private record Watch(Consumer<JsonNode> page) implements Command {}

    private record Unwatch(Consumer<JsonNode> page) implements Command {}

    private record Look() implements Command {}

    private record Seen(Board.View view) implements Command {}

    /**
     * The data that the board needs besides the chats' summaries.
     *
     * @param limit turns that may run at once
     * @param model the model of chats that chose none
     * @param open the address of a chat's conversation; null if it has none
     */
    public record Setup(int limit, String model, Function<ChatId, @Nullable String> open, Clock clock) {}

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final TimerScheduler<Command> timers;
    private final ActorRef<? super Engine.Look> engine;
    private final ActorRef<Board.View> views;
    private final Setup setup;
    private final List<Consumer<JsonNode>> pages = new ArrayList<>();
    private final List<Consumer<JsonNode>> newcomers = new ArrayList<>();
    private Map<String, ObjectNode> rows = Map.of();
    private Totals totals = new Totals(0, 0);

    private record Totals(long running, long waiting) {

        static Totals of(Collection<ChatSummary> summaries) {
            return new Totals(
                    summaries.stream().filter(Totals::isRunning).count(),
                    summaries.stream()
                            .mapToLong(each -> each.waiting() + (isInLine(each) ? 1 : 0))
                            .sum());
        }

        private static boolean isInLine(ChatSummary summary) {
            var phase = summary.activity().phase();
            return phase == Activity.Phase.WAITING
                    || phase == Activity.Phase.FETCHING
                    || phase == Activity.Phase.LISTENING;
        }

        private static boolean isRunning(ChatSummary summary) {
            var phase = summary.activity().phase();
            return phase == Activity.Phase.RUNNING || phase == Activity.Phase.STOPPING;
        }
    }

    private BoardFeed(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            ActorRef<? super Engine.Look> engine,
            Setup setup) {
        this.timers = timers;
        this.engine = engine;
        this.views = ctx.messageAdapter(Board.View.class, Seen::new);
        this.setup = setup;
    }

    public static Behavior<Command> create(ActorRef<? super Engine.Look> engine, Setup setup) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(
                timers -> Behaviors.receiveMessage(new BoardFeed(ctx, timers, engine, setup)::onMessage)));
    }

    /** The frames of a feed. */
    static Frames frames(ActorRef<Command> feed) {
        return page -> {
            feed.tell(new Watch(page));
            return () -> feed.tell(new Unwatch(page));
        };
    }

    private Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Watch watch -> {
                newcomers.add(watch.page());
                look();
                timers.startTimerWithFixedDelay(new Look(), LOOK_EVERY); // if a look is lost, another follows
            }
            case Unwatch gone -> {
                pages.remove(gone.page());
                newcomers.remove(gone.page());
                if (pages.isEmpty() && newcomers.isEmpty()) {
                    timers.cancelAll();
                }
            }
            case Look again -> look();
            case Seen seen -> show(seen.view().summaries());
        }
        return Behaviors.same();
    }

    private void look() {
        engine.tell(new Engine.Look(views));
    }

    private void show(List<ChatSummary> summaries) {
        var now = setup.clock().instant();
        var before = rows;
        var countedBefore = totals;
        totals = Totals.of(summaries);
        rows = new LinkedHashMap<>();
        summaries.forEach(each -> rows.put(
                each.chat().toString(),
                BoardRow.of(each, now, setup.model(), setup.open().apply(each.chat()))));
        var changed = rows.values().stream()
                .filter(row -> !row.equals(before.get(row.path("id").textValue())))
                .toList();
        var removed =
                before.keySet().stream().filter(id -> !rows.containsKey(id)).toList();
        if (!changed.isEmpty() || !removed.isEmpty() || !totals.equals(countedBefore)) {
            tell(pages, frame(false, changed, removed));
        }
        tell(newcomers, frame(true, rows.values(), List.of()));
        pages.addAll(newcomers);
        newcomers.clear();
    }

    private static void tell(List<Consumer<JsonNode>> pages, JsonNode frame) {
        pages.forEach(page -> page.accept(frame));
    }

    private ObjectNode frame(boolean whole, Collection<ObjectNode> shown, List<String> removed) {
        var frame = JsonNodeFactory.instance
                .objectNode()
                .put("type", "board")
                .put("whole", whole)
                .put("limit", setup.limit())
                .put("running", totals.running())
                .put("waiting", totals.waiting());
        frame.putArray("rows").addAll(List.copyOf(shown));
        var gone = frame.putArray("removed");
        removed.forEach(gone::add);
        return frame;
    }
}
