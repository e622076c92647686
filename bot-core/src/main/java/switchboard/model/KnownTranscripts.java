package switchboard.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Transcript;
import switchboard.model.Content.Transcript.Stage;

/**
 * What was said in the latest recordings of a chat, so that none is transcribed twice. Immutable.
 *
 * @param known newest last, at most {@link #MOST} with at most {@link #LONGEST} characters
 */
public record KnownTranscripts(@JsonValue List<Recording> known) {

    /**
     * What was said in a recording.
     *
     * @param file its {@link Attachment#identity}
     * @param sent whether people have let it go to the agent, perhaps corrected
     */
    public record Recording(String file, String words, boolean sent) {

        private Transcript in(Attachment attachment) {
            return new Transcript(attachment.ref(), words, sent ? Stage.SENT : Stage.SHOWN);
        }
    }

    /** How many are kept. */
    public static final int MOST = 20;

    /** How many characters are kept. */
    public static final int LONGEST = 32_768;

    static final KnownTranscripts NOTHING = new KnownTranscripts(List.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KnownTranscripts {
        known = known == null ? List.of() : List.copyOf(known);
    }

    /** With the transcripts of a prompt; those before them that there is no room for are forgotten, the oldest first. */
    KnownTranscripts with(List<Content> content) {
        var next = new ArrayList<>(known);
        for (var recording : recordings(content)) {
            next.removeIf(before -> before.file().equals(recording.file()));
            next.add(recording);
        }
        return next.equals(known) ? this : new KnownTranscripts(bounded(Tail.of(next, MOST)));
    }

    /** What does not fit beside what is newer is left out, and takes no room from what is older. */
    private static List<Recording> bounded(List<Recording> all) {
        var kept = new ArrayList<Recording>();
        var length = 0;
        for (var each : all.reversed()) {
            if (length + each.words().length() <= LONGEST) {
                length += each.words().length();
                kept.addFirst(each);
            }
        }
        return kept;
    }

    /** Recordings that go without words are left out. */
    private static List<Recording> recordings(List<Content> content) {
        return Content.only(Transcript.class, content).stream()
                .filter(transcript -> !transcript.words().isBlank())
                .flatMap(transcript -> Content.only(Attachment.class, content).stream()
                        .filter(file -> file.ref().equals(transcript.ref()))
                        .map(file ->
                                new Recording(file.identity(), transcript.words(), transcript.stage() == Stage.SENT)))
                .toList();
    }

    /** The content with what is known of its recordings. */
    List<Content> tell(List<Content> content) {
        return Recordings.keeping(
                content,
                Recordings.untold(content).stream()
                        .flatMap(file -> find(file).map(found -> found.in(file)).stream())
                        .<Content>map(transcript -> transcript)
                        .toList());
    }

    private Optional<Recording> find(Attachment file) {
        return known.stream()
                .filter(each -> each.file().equals(file.identity()))
                .findFirst();
    }
}
