package switchboard.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import switchboard.agent.AgentProtocol.Choice;
import switchboard.agent.AgentProtocol.Pick;
import switchboard.model.Decision;
import switchboard.model.Question;

/**
 * Questions that are asked one after the other, and what a person has picked so far. Immutable.
 *
 * @param ticked the places of the options that are ticked in the one to be answered next
 */
record ChoicesAsked(List<Choice> choices, List<Pick> picks, SortedSet<Integer> ticked) {

    ChoicesAsked(List<Choice> choices) {
        this(choices, List.of(), new TreeSet<>());
    }

    boolean isAnswered() {
        return picks.size() >= choices.size();
    }

    /** The one to be answered next. */
    Question.Choice question(String key) {
        var choice = next();
        return new Question.Choice(
                key, picks.size() + 1, choices.size(), choice.text(), choice.options(), choice.several(), ticked);
    }

    private Choice next() {
        return choices.get(picks.size());
    }

    /** With an option ticked, or its tick taken away; nothing if this question has no such box. */
    Optional<ChoicesAsked> tick(Decision.Tick tick) {
        if (!next().several()
                || tick.option() < 0
                || tick.option() >= next().options().size()) {
            return Optional.empty();
        }
        var changed = new TreeSet<>(ticked);
        if (tick.ticked()) {
            changed.add(tick.option());
        } else {
            changed.remove(tick.option());
        }
        return Optional.of(new ChoicesAsked(choices, picks, changed));
    }

    /** The next question is answered with a label, or in a person's own words, which are a note to what is ticked. */
    ChoicesAsked answer(String words) {
        return pick(new Pick(labels(), words));
    }

    /** The next question is answered with what is ticked; nothing if nothing is. */
    Optional<ChoicesAsked> done() {
        return ticked.isEmpty() ? Optional.empty() : Optional.of(pick(new Pick(labels(), "")));
    }

    private ChoicesAsked pick(Pick pick) {
        var all = new ArrayList<>(picks);
        all.add(pick);
        return new ChoicesAsked(choices, List.copyOf(all), new TreeSet<>());
    }

    private List<String> labels() {
        return ticked.stream()
                .map(option -> next().options().get(option).label())
                .toList();
    }

    /** What a person is told of the latest answer. */
    String told() {
        var latest = picks.getLast();
        return Stream.of(String.join(", ", latest.labels()), latest.words())
                .filter(part -> !part.isEmpty())
                .reduce((labels, note) -> labels + "; " + note)
                .orElse("");
    }
}
