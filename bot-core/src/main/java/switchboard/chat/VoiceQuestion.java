package switchboard.chat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import switchboard.model.Content;
import switchboard.model.Content.Transcript.Stage;
import switchboard.model.Decision;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Recordings;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * What a person must say before a prompt with recordings runs: whether it is sent as it was heard, or what becomes of recordings
 * that could not be transcribed. The key names what is asked about: after a restart an old button still counts for the same.
 *
 * @param content the prompt with the transcripts that there are
 */
record VoiceQuestion(TurnId turn, List<Content> content, Question question) {

    /**
     * What a decision leads to.
     *
     * @param words what became of the question
     * @param content the prompt from now on
     * @param then what is asked next; null for nothing
     */
    record Outcome(
            String words, List<Content> content, @Nullable VoiceQuestion then) {}

    static VoiceQuestion of(TurnProtocol.Transcribed heard, Prompt prompt) {
        return heard.unheard().isEmpty()
                ? transcript(
                        heard.turn(),
                        prompt.content(),
                        prompt.message(),
                        heard.delay().orElse(null))
                : unheard(heard.turn(), prompt.content(), prompt.message(), heard.unheard());
    }

    /** The same of a prompt whose words have changed. */
    VoiceQuestion of(List<Content> now) {
        return new VoiceQuestion(turn, now, question);
    }

    private static VoiceQuestion transcript(
            TurnId turn, List<Content> content, @Nullable String message, @Nullable Duration wait) {
        var open = Recordings.open(content);
        var isHeld = open.stream().anyMatch(each -> each.stage() == Stage.HELD);
        var question = new Question.Transcript(
                key(turn + " " + open), message, Recordings.words(open), isHeld ? null : wait, isHeld);
        return new VoiceQuestion(turn, content, question);
    }

    private static VoiceQuestion unheard(
            TurnId turn, List<Content> content, @Nullable String message, List<Question.Missing> files) {
        var names = files.stream().map(each -> each.file().ref()).toList();
        return new VoiceQuestion(turn, content, new Question.Unheard(key(turn + " " + names), message, files));
    }

    private static String key(String names) {
        return "say-" + UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the prompt is dropped. */
    static boolean drops(Decision decision) {
        return decision instanceof Decision.Deny;
    }

    /** Whether it is sent by itself as soon as it is shown. */
    boolean isSentAtOnce() {
        return question instanceof Question.Transcript asked && Duration.ZERO.equals(asked.after());
    }

    /** What a person's decision leads to; empty if it does not answer the question. */
    Optional<Outcome> decide(Decision decision) {
        return switch (question) {
            case Question.Transcript asked -> decide(asked, decision);
            case Question.Unheard asked -> decide(asked, decision);
            default -> throw new IllegalStateException("not about recordings: " + question);
        };
    }

    private Optional<Outcome> decide(Question.Transcript asked, Decision decision) {
        return switch (decision) {
            case Decision.Allow send -> settled(Texts.of("settled.sent"), Recordings.sent(content));
            case Decision.Deny drop -> settled(Texts.of("settled.discarded"), content);
            case Decision.Say said ->
                said.text().isBlank()
                        ? Optional.empty()
                        : settled(Texts.of("settled.corrected"), Recordings.corrected(content, said.text()));
            case Decision.Correct correct -> {
                var held = Recordings.held(content);
                yield asked.held()
                        ? Optional.empty()
                        : Optional.of(new Outcome(
                                Texts.of("settled.correcting"), held, transcript(turn, held, asked.message(), null)));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Outcome> decide(Question.Unheard asked, Decision decision) {
        var files = asked.files().stream().map(Question.Missing::file).toList();
        return switch (decision) {
            case Decision.Allow without -> settled(Texts.of("settled.asFile"), Recordings.saying(content, files, ""));
            case Decision.Deny drop -> settled(Texts.of("settled.discarded"), content);
            case Decision.Say said ->
                said.text().isBlank()
                        ? Optional.empty()
                        : settled(Texts.of("settled.corrected"), Recordings.saying(content, files, said.text()));
            case Decision.TryAgain again -> settled(Texts.of("settled.tryingAgain"), content);
            default -> Optional.empty();
        };
    }

    private static Optional<Outcome> settled(String words, List<Content> content) {
        return Optional.of(new Outcome(words, content, null));
    }
}
