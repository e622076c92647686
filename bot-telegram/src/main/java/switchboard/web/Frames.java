package switchboard.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;

/** Keeps open pages up to date. */
@FunctionalInterface
public interface Frames {

    /** The most frames that may wait for a page: some seconds of the busiest chats. */
    int MOST_WAITING = 1024;

    /**
     * Sends a page the whole state, and from then on all changes.
     *
     * @param page takes each frame at once and never blocks
     * @return ends the updates
     */
    Runnable tell(Consumer<JsonNode> page);

    /**
     * The frames of one page, as text. A page that reads too slowly is cut off, so that no page can fill the memory. It connects
     * again and gets the whole state.
     */
    default Source<String, NotUsed> source() {
        return Source.<String>queue(MOST_WAITING)
                .mapMaterializedValue(queue -> tell(frame -> offer(queue, frame.toString())))
                .watchTermination(Pair::create)
                .mapMaterializedValue(told -> {
                    told.second().whenComplete((done, failure) -> told.first().run());
                    return NotUsed.getInstance();
                });
    }

    private static void offer(BoundedSourceQueue<String> queue, String frame) {
        if (queue.offer(frame).equals(QueueOfferResult.dropped())) {
            queue.fail(new IllegalStateException("the page reads too slowly"));
        }
    }
}
