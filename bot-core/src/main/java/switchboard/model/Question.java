package switchboard.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Something that only a person can decide. Bound by its key to the one request it belongs to. */
public sealed interface Question {

    /** Names the question; an answer under another key is stale. At most 40 characters. */
    String key();

    /**
     * May this tool be used?
     *
     * @param input the tool's whole input
     * @param rules what [Always here] would allow; empty if that is not on offer
     */
    record Permission(String key, String tool, JsonNode input, List<Rule> rules) implements Question {}

    /**
     * Which of these, or what instead?
     *
     * @param number this question's place among {@code of} asked at once, from 1
     */
    record Choice(String key, int number, int of, String text, List<Option> options) implements Question {}

    /** Is this plan to be carried out? */
    record Plan(String key, String plan) implements Question {}

    /**
     * A crash cut a turn off while a tool may have been at work: shall it go on, though the tool may run once more?
     *
     * @param prompt the prompt's first words
     * @param tools what may have run, a line each
     */
    record CutOff(String key, String prompt, List<String> tools) implements Question {
        public CutOff {
            tools = List.copyOf(tools);
        }
    }

    /** One choice on offer. */
    record Option(String label, String description) {}
}
