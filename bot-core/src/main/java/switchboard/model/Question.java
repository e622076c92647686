package switchboard.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that only a person can decide. Its key binds it to exactly one request. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Question.Permission.class, name = "permission"),
    @JsonSubTypes.Type(value = Question.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = Question.Plan.class, name = "plan"),
    @JsonSubTypes.Type(value = Question.CutOff.class, name = "cut_off"),
    @JsonSubTypes.Type(value = Question.Suspect.class, name = "suspect"),
    @JsonSubTypes.Type(value = Question.ProjectChanged.class, name = "project_changed"),
    @JsonSubTypes.Type(value = Question.FileGone.class, name = "file_gone"),
    @JsonSubTypes.Type(value = Question.Transcript.class, name = "transcript"),
    @JsonSubTypes.Type(value = Question.Unheard.class, name = "unheard"),
    @JsonSubTypes.Type(value = Question.OverBudget.class, name = "over_budget")
})
public sealed interface Question {

    /** Names the question; an answer under another key is stale. At most 40 characters. */
    String key();

    /**
     * May this tool be used?
     *
     * @param input the tool's whole input
     * @param rules the rules that [Always allow] would add; empty if it is not on offer
     * @param disclosure facts that the input does not show
     */
    record Permission(String key, String tool, JsonNode input, List<Rule> rules, Disclosure disclosure)
            implements Question {

        /** One about which only the input is known. */
        public Permission(String key, String tool, JsonNode input, List<Rule> rules) {
            this(key, tool, input, rules, Disclosure.NONE);
        }
    }

    /**
     * Which of these, or what instead?
     *
     * @param number this question's place among {@code of} asked at once, from 1
     * @param options none if only the person's own words answer it
     * @param several whether more than one of them may be chosen: they are ticked, and {@link Decision.Done} ends it
     * @param ticked the places of those that are ticked, from 0
     */
    record Choice(
            String key, int number, int of, String text, List<Option> options, boolean several, Set<Integer> ticked)
            implements Question {

        public Choice {
            options = List.copyOf(options);
            ticked = Set.copyOf(ticked);
        }

        /** One of which exactly one is chosen. */
        public Choice(String key, int number, int of, String text, List<Option> options) {
            this(key, number, of, text, options, false, Set.of());
        }
    }

    /** Is this plan approved? */
    record Plan(String key, String plan) implements Question {}

    /**
     * A crash cut a turn off while a tool may have been at work: may it continue, although the tool may run a second time?
     *
     * @param prompt the prompt's first words
     * @param tools what may have run, a line each
     */
    record CutOff(String key, String prompt, List<String> tools) implements Question {
        public CutOff {
            tools = List.copyOf(tools);
        }
    }

    /**
     * The chat had to start over several times in a row while the turn was at work, because its host died or its actor failed: may it
     * continue, although it may be the cause?
     *
     * @param prompt the prompt's first words
     * @param times how often
     */
    record Suspect(String key, String prompt, int times) implements Question {}

    /**
     * Project files are not those that a person has trusted: are they trusted as they are now?
     *
     * @param changes the differences, as plain text
     * @param problems why files cannot be shown; if there is any, the files cannot be trusted
     */
    record ProjectChanged(String key, Path directory, String changes, List<String> problems) implements Question {
        public ProjectChanged {
            problems = List.copyOf(problems);
        }
    }

    /** Some of the prompt's files are not to be had: does it run without them, or are they tried again? */
    record FileGone(String key, List<Missing> files) implements Question {
        public FileGone {
            files = List.copyOf(files);
        }

        /** Whether another try may help. */
        public boolean mayCome() {
            return files.stream().anyMatch(Missing::mayCome);
        }
    }

    /**
     * Is this what the person has said in a recording?
     *
     * @param message the front's reference to the recording's message, null if there is none
     * @param after how long after it is shown it is sent by itself; null for never
     * @param held whether the person wants to correct it, and so the next words are what it is to be
     */
    record Transcript(
            String key,
            @Nullable String message,
            String words,
            @Nullable Duration after,
            boolean held) implements Question {}

    /**
     * Recordings could not be transcribed: another try, or the files without a transcript?
     *
     * @param message the front's reference to the recording's message, null if there is none
     */
    record Unheard(String key, @Nullable String message, List<Missing> files) implements Question {
        public Unheard {
            files = List.copyOf(files);
        }
    }

    /**
     * The day's limit is reached: does the prompt run all the same, and what comes after it until tomorrow?
     *
     * @param ofAll whether it is the engine's limit, for all chats together
     * @param spent of the limit, in US dollars; 0 if people of this chat need not know
     */
    record OverBudget(String key, boolean ofAll, double spent, DayLimit limit, LocalDate day) implements Question {}

    /**
     * A file that is not to be had, or whose transcript is missing.
     *
     * @param why a sentence
     * @param mayCome whether another try may help
     */
    record Missing(Content.Attachment file, String why, boolean mayCome) {

        /** One for which another try may help. */
        public static Missing forNow(Content.Attachment file, String why) {
            return new Missing(file, why, true);
        }

        /** One that nobody will ever have. */
        public static Missing forEver(Content.Attachment file, String why) {
            return new Missing(file, why, false);
        }
    }

    /**
     * One choice on offer.
     *
     * @param preview what it would look like, to be shown with a fixed width; empty if there is none
     */
    record Option(String label, String description, String preview) {

        public Option(String label, String description) {
            this(label, description, "");
        }
    }
}
