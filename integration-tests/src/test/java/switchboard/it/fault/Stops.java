package switchboard.it.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.fault.FaultPlan.Kind;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.fault.FaultPlan.Stop;
import switchboard.it.fault.Verdict.Said;
import switchboard.it.telegram.ChatMessage;

/**
 * The stops of one chat: when they are due, and what must not reach the model once the person was told of them. Messages to the
 * person are seen a little late, so it may complain too little but never too much. Used by one thread.
 */
final class Stops {

    private static final class Due {
        final Stop stop;
        final int kills;
        long from;

        Due(Stop stop, int kills) {
            this.stop = stop;
            this.kills = kills;
            this.from = stop.afterKill() ? 0 : System.nanoTime();
        }

        boolean isNow(int killsByNow, boolean over) {
            if (from == 0 && (killsByNow > kills || over)) {
                from = System.nanoTime();
            }
            return from != 0 && System.nanoTime() - from >= TimeUnit.MILLISECONDS.toNanos(stop.millis());
        }
    }

    /** A stop, and what was unanswered when it was sent, in order. */
    private static final class Sent {
        final long message;
        final List<Said> before;

        /** How many kills there had been when the person was told that something is being stopped; -1 before. */
        int stoppingSince = -1;

        /** The person has let go on what was on hold. */
        boolean released;

        Sent(long message, List<Said> before) {
            this.message = message;
            this.before = before;
        }
    }

    private final List<Due> due = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();

    /** What is over or on hold, and how many requests there had been when this was seen. */
    private final Map<Said, Integer> over = new HashMap<>();

    private final Map<Said, Integer> held = new HashMap<>();
    private final Set<String> complaints = new LinkedHashSet<>();

    void said(PromptPlan prompt, int kills) {
        if (prompt.kind() == Kind.STOP) {
            due.add(new Due(prompt.stop(), kills));
        }
    }

    /** Whether a stop is to be sent now; said once for each. */
    boolean isDue(int kills, boolean isOver) {
        for (Iterator<Due> all = due.iterator(); all.hasNext(); ) {
            if (all.next().isNow(kills, isOver)) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    boolean isDone() {
        return due.isEmpty();
    }

    /** @param open what is unanswered, in order */
    void sent(long message, List<Said> open) {
        sent.add(new Sent(message, open));
    }

    /** The person lets go on what is on hold. Look before it is said; whatever else is said ends no hold. */
    void release() {
        sent.forEach(each -> each.released = true);
        held.clear();
    }

    /** Whether the earlier one was unanswered at a stop after which the later one was said. */
    boolean mayOvertake(Said later, Said earlier) {
        return sent.stream().anyMatch(each -> each.before.contains(earlier) && each.message < later.message());
    }

    /** What was unanswered when a stop was sent. */
    Set<Said> covered() {
        var covered = new HashSet<Said>();
        sent.forEach(each -> covered.addAll(each.before));
        return covered;
    }

    /**
     * Notes what the person can see, and complains of what has reached the model in spite of it.
     *
     * @param discarded what the person has discarded, which holds back nothing
     * @param kills how many bots were killed so far
     * @param settledKills how many of those have a successor that is at work, while their processes are gone
     */
    void look(
            List<ChatMessage> messages,
            List<TurnRequest> requests,
            Set<String> discarded,
            int kills,
            int settledKills) {
        for (var each : sent) {
            if (each.stoppingSince < 0 && isStopping(each, messages)) {
                each.stoppingSince = kills;
            }
            var isAfterKill = each.stoppingSince >= 0 && settledKills > each.stoppingSince;
            note(each, messages, requests.size(), discarded, isAfterKill);
        }
        over.forEach((said, from) -> complain(said, from, requests, "had ended"));
        held.forEach((said, from) -> complain(said, from, requests, "was on hold"));
    }

    private void note(Sent stop, List<ChatMessage> messages, int requests, Set<String> discarded, boolean isAfterKill) {
        var stopped = stop.before.stream()
                .filter(said -> Verdict.stops(said, messages) > 0)
                .toList();
        stopped.forEach(said -> over.putIfAbsent(said, requests));
        if (isAfterKill && !stop.before.isEmpty()) {
            over.putIfAbsent(stop.before.getFirst(), requests);
        }
        var isIdle = answers(stop, messages).anyMatch(text -> text.contains("Nothing is running"));
        var isByStop = stopped.stream()
                .anyMatch(said -> !discarded.contains(said.prompt().marker()));
        if (!stop.released && (isByStop || isIdle || isAfterKill)) {
            stop.before.forEach(said -> held.putIfAbsent(said, requests));
        }
    }

    /** Whether the person can see that what ran is being stopped. */
    private static boolean isStopping(Sent stop, List<ChatMessage> messages) {
        return !stop.before.isEmpty()
                && messages.stream().anyMatch(message -> Verdict.isStopping(stop.before.getFirst(), message));
    }

    private static Stream<String> answers(Sent stop, List<ChatMessage> messages) {
        return messages.stream()
                .filter(message -> message.replyTo() == stop.message)
                .map(ChatMessage::text);
    }

    private void complain(Said said, int from, List<TurnRequest> requests, String what) {
        var text = said.prompt().text();
        if (requests.subList(from, requests.size()).stream()
                .anyMatch(request -> Heard.ownWords(request.prompt()).contains(text))) {
            complaints.add(said.prompt().marker() + " ran though it " + what + " after a stop");
        }
    }

    Set<String> complaints() {
        return complaints;
    }
}
