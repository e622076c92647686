package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatState;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.Prompt;
import switchboard.model.TurnId;

/** The rules for the states that a chat stores one after the other, whatever happens in between. */
final class StoreModel {

    private final List<String> faults = new ArrayList<>();
    private final Set<TurnId> accepted = new LinkedHashSet<>();
    private final List<TurnId> flown = new ArrayList<>();
    private final Map<TurnId, Outcome> ended = new HashMap<>();
    private final Set<TurnId> dropped = new HashSet<>();
    private final Set<TurnId> confirmed = new HashSet<>();

    /** What was in line, in order: what is put on hold leaves it, what goes on from there comes last. */
    private final List<TurnId> line = new ArrayList<>();

    private final Map<TurnId, Path> places = new HashMap<>();

    /** Messages that let go on what is on hold, and what they have let go on since the last stop. */
    private final Set<Long> goOns = new HashSet<>();

    private @Nullable Long stop;

    /** Messages that are stored as taken. */
    private final Set<Long> seen = new HashSet<>();

    private final Set<TurnId> released = new HashSet<>();
    private List<TurnId> waiting = List.of();
    private List<TurnId> held = List.of();
    private List<TurnId> undelivered = List.of();
    private @Nullable TurnId flying;

    void stored(ChatState state) {
        var nowWaiting = state.waiting().map(Prompt::id).toList();
        var nowFlying = state.current() == null ? null : state.current().id();
        var nowUndelivered = state.answers().stream().map(PendingAnswer::id).toList();
        var nowHeld = state.onHold().map(Prompt::id).toList();
        var all = Stream.concat(state.prompts(), state.onHold()).map(Prompt::id).toList();
        var mayGoOn = mayGoOn(state);
        if (mayGoOn) { // what was on hold in a state that was not stored may be in line again
            var isStoppedMeanwhile = !Objects.equals(stop, state.receipts().stop());
            all.stream()
                    .filter(each -> !nowHeld.contains(each) && (isStoppedMeanwhile || !accepted.contains(each)))
                    .forEach(released::add);
            if (isStoppedMeanwhile) {
                line.removeAll(nowWaiting);
            }
        }
        stop = state.receipts().stop();
        accepted.addAll(all);
        place(state);
        held.stream()
                .filter(each -> !nowHeld.contains(each) && all.contains(each))
                .forEach(each -> {
                    note(mayGoOn, "goes on from the hold though nobody said so: " + each);
                    released.add(each);
                });
        line.removeAll(nowHeld);
        released.removeAll(nowHeld);
        enter(nowFlying, nowWaiting);
        for (var answer : state.answers()) {
            var before = ended.putIfAbsent(answer.id(), answer.outcome());
            note(before == null || before.equals(answer.outcome()), "ends in two ways: " + answer.id());
        }
        if (flying != null && !flying.equals(nowFlying)) {
            note(nowUndelivered.contains(flying), "vanishes from its flight: " + flying);
        }
        if (nowFlying != null && !nowFlying.equals(flying)) {
            note(!flown.contains(nowFlying), "flies twice: " + nowFlying);
            note(
                    !isStopped(state) || isStoppedItself(state) || released.contains(nowFlying),
                    "flies though a stop was said after it: " + nowFlying);
            flown.add(nowFlying);
        }
        Stream.concat(waiting.stream(), held.stream())
                .filter(each -> !all.contains(each) && !flown.contains(each))
                .forEach(dropped::add);
        note(all.stream().noneMatch(this::isOver), "comes again once it is over");
        note(Set.copyOf(all).size() == all.size(), "waits twice");
        undelivered.stream()
                .filter(each -> !nowUndelivered.contains(each))
                .forEach(each -> note(confirmed.contains(each), "is forgotten before it is confirmed: " + each));
        seen.addAll(state.receipts().seen());
        waiting = nowWaiting;
        held = nowHeld;
        flying = nowFlying;
        undelivered = nowUndelivered;
    }

    /** What is new comes last, except what is asked instead of the turn in flight, which comes before all that waits. */
    private void enter(@Nullable TurnId nowFlying, List<TurnId> nowWaiting) {
        var fresh = Stream.concat(Stream.ofNullable(nowFlying), nowWaiting.stream())
                .filter(each -> !line.contains(each))
                .toList();
        for (var each : fresh) {
            var before = waiting.stream().filter(line::contains).findFirst();
            var isInstead = before.isPresent()
                    && (each.equals(nowFlying) || nowWaiting.indexOf(each) < nowWaiting.indexOf(before.get()));
            line.add(isInstead ? line.indexOf(before.get()) : line.size(), each);
        }
    }

    /** Where each was asked for, and that it runs there. */
    private void place(ChatState state) {
        Stream.concat(state.placed().stream(), state.held().stream())
                .forEach(each -> places.putIfAbsent(each.id(), each.where().directory()));
        var current = state.current();
        if (current != null) {
            var here = current.session().directory();
            var asked = places.putIfAbsent(current.id(), here);
            note(asked == null || asked.equals(here), "runs elsewhere than it was asked for: " + current.id());
        }
    }

    /** Whether what was said since the last stored state lets go on what is on hold, and was said after the stop. */
    private boolean mayGoOn(ChatState state) {
        return state.receipts().seen().stream()
                .filter(each -> !seen.contains(each))
                .anyMatch(each -> goOns.contains(each)
                        && (state.receipts().stop() == null
                                || each > state.receipts().stop()));
    }

    /** A message is about to let go on what is on hold. */
    void saidGoOn(long message) {
        goOns.add(message);
    }

    /** Whether the stop in force was said after what is in flight; messages are numbered. */
    private static boolean isStopped(ChatState state) {
        var current = state.current();
        var message = current == null ? null : current.prompt().message();
        return message != null
                && state.receipts().stop() != null
                && Long.parseLong(message.substring(1)) < state.receipts().stop();
    }

    /** It was stopped before the state in which it flew first was stored. */
    private static boolean isStoppedItself(ChatState state) {
        var current = state.current();
        return current != null && current.stopped();
    }

    private boolean isOver(TurnId turn) {
        return ended.containsKey(turn) || dropped.contains(turn);
    }

    void note(boolean isRight, String fault) {
        if (!isRight) {
            faults.add(fault);
        }
    }

    void check() {
        assertThat(faults).isEmpty();
        var inOrder = line.stream().filter(flown::contains).toList();
        assertThat(flown).as("in order among what is not on hold").isEqualTo(inOrder);
    }

    /** The view is about to tell that the person has seen it. */
    void confirm(TurnId turn) {
        confirmed.add(turn);
    }

    boolean hasAccepted(TurnId turn) {
        return accepted.contains(turn);
    }

    boolean hasTaken(long message) {
        return seen.contains(message);
    }

    boolean hasEnded(TurnId turn, Outcome outcome) {
        return outcome.equals(ended.get(turn));
    }

    boolean hasDropped(TurnId turn) {
        return dropped.contains(turn);
    }

    boolean isFlying(TurnId turn) {
        return turn.equals(flying);
    }

    List<TurnId> held() {
        return held;
    }

    List<TurnId> accepted() {
        return List.copyOf(accepted);
    }

    /** What was accepted and not dropped. */
    Set<TurnId> toBeEnded() {
        return accepted.stream().filter(each -> !dropped.contains(each)).collect(Collectors.toSet());
    }

    Set<TurnId> ended() {
        return ended.keySet();
    }
}
