package switchboard.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import switchboard.files.Downloads.Reply;
import switchboard.model.Content;
import switchboard.model.Question;

/** The files that the living turns of one chat want, and have got, one after the other. Used by one actor. */
final class WantedFiles {

    private static final class Order {
        final List<Content.Attachment> files;
        final Queue<Content.Attachment> left;
        final List<Question.Missing> gone = new ArrayList<>();

        /** How often the next file was not to be had. */
        int missed;

        Order(List<Content.Attachment> files) {
            this.files = files;
            this.left = new ArrayDeque<>(files);
        }
    }

    private final Map<ActorRef<Reply>, Order> orders = new LinkedHashMap<>();

    void add(ActorRef<Reply> who, List<Content.Attachment> files) {
        orders.put(who, new Order(files));
    }

    void remove(ActorRef<Reply> who) {
        orders.remove(who);
    }

    boolean isEmpty() {
        return orders.isEmpty();
    }

    /** What living turns want or have got. */
    Stream<Content.Attachment> all() {
        return orders.values().stream().flatMap(order -> order.files.stream());
    }

    /** The file to be fetched now. */
    Optional<Content.Attachment> next() {
        return first().map(first -> first.getValue().left.element());
    }

    /** The next file is there. */
    void there() {
        settle(first().orElseThrow());
    }

    /** Counts that the next file was not to be had; returns how often that has been so. */
    int miss() {
        return ++first().orElseThrow().getValue().missed;
    }

    /** The next file is not tried any more. */
    void gone(String why, boolean mayCome) {
        var first = first().orElseThrow();
        first.getValue().gone.add(new Question.Missing(first.getValue().left.element(), why, mayCome));
        settle(first);
    }

    /** The fetch of the next file has failed or takes long. */
    void stalled() {
        first().orElseThrow().getKey().tell(new Downloads.Stalled());
    }

    private void settle(Map.Entry<ActorRef<Reply>, Order> first) {
        var order = first.getValue();
        order.left.remove();
        order.missed = 0;
        if (order.left.isEmpty()) {
            first.getKey().tell(new Downloads.Settled(order.files, order.gone));
        }
    }

    private Optional<Map.Entry<ActorRef<Reply>, Order>> first() {
        return orders.entrySet().stream()
                .filter(each -> !each.getValue().left.isEmpty())
                .findFirst();
    }
}
