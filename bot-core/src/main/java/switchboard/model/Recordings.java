package switchboard.model;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Transcript;
import switchboard.model.Content.Transcript.Stage;

/** The recordings of a prompt and their transcripts, each after its file. Pure. */
public final class Recordings {

    private Recordings() {}

    /** Those that have no transcript yet, and are not known to go without one. */
    public static List<Attachment> untold(List<Content> content) {
        var told = Content.only(Transcript.class, content);
        return Content.only(Attachment.class, content).stream()
                .filter(file -> file.kind() == Attachment.Kind.VOICE || file.kind() == Attachment.Kind.AUDIO)
                .filter(file ->
                        told.stream().noneMatch(transcript -> transcript.ref().equals(file.ref())))
                .toList();
    }

    /** Whether the words of a recording are known. */
    public static boolean isTold(List<Content> content, Attachment file) {
        return Content.only(Transcript.class, content).stream()
                .anyMatch(told -> told.ref().equals(file.ref()) && !told.words().isBlank());
    }

    /** The content with what was said in a recording, which nobody has confirmed. */
    public static List<Content> heard(List<Content> content, Attachment file, String words) {
        return told(content, new Transcript(file.ref(), words, Stage.SHOWN));
    }

    /** The content with what a person says instead of recordings that nobody could transcribe; blank for nothing. */
    public static List<Content> saying(List<Content> content, List<Attachment> files, String words) {
        var next = content;
        for (var file : files) {
            next = told(
                    next,
                    file.equals(files.getFirst())
                            ? new Transcript(file.ref(), words, Stage.SENT)
                            : Transcript.none(file.ref()));
        }
        return next;
    }

    /** The content with the transcripts that another content has of its recordings: an edit changes nothing of what was heard. */
    public static List<Content> keeping(List<Content> content, List<Content> other) {
        var next = content;
        for (var transcript : Content.only(Transcript.class, other)) {
            next = told(next, transcript);
        }
        return next;
    }

    /** The content without transcripts. */
    public static List<Content> without(List<Content> content) {
        return content.stream().filter(piece -> !(piece instanceof Transcript)).toList();
    }

    /** A recording has one transcript: a second one is left out. */
    private static List<Content> told(List<Content> content, Transcript transcript) {
        if (Content.only(Transcript.class, content).stream()
                .anyMatch(other -> other.ref().equals(transcript.ref()))) {
            return content;
        }
        return content.stream()
                .flatMap(piece -> piece instanceof Attachment file && file.ref().equals(transcript.ref())
                        ? Stream.of(piece, transcript)
                        : Stream.of(piece))
                .toList();
    }

    /** The transcripts that are not settled. */
    public static List<Transcript> open(List<Content> content) {
        return Content.only(Transcript.class, content).stream()
                .filter(transcript -> transcript.stage() != Stage.SENT)
                .toList();
    }

    /** All that is said in them. */
    public static String words(List<Transcript> transcripts) {
        return transcripts.stream().map(Transcript::words).collect(Collectors.joining("\n\n"));
    }

    /** A person wants to correct the open transcripts. */
    public static List<Content> held(List<Content> content) {
        return changed(content, transcript -> transcript.at(Stage.HELD));
    }

    /** The open transcripts are sent as they are. */
    public static List<Content> sent(List<Content> content) {
        return changed(content, transcript -> transcript.at(Stage.SENT));
    }

    /** A person's words are sent instead of all open transcripts. */
    public static List<Content> corrected(List<Content> content, String words) {
        var first = open(content).stream().limit(1).collect(Collectors.toSet());
        return changed(content, transcript -> corrected(transcript, first, words));
    }

    private static Transcript corrected(Transcript transcript, Set<Transcript> first, String words) {
        return first.contains(transcript)
                ? new Transcript(transcript.ref(), words, Stage.SENT)
                : Transcript.none(transcript.ref());
    }

    private static List<Content> changed(List<Content> content, UnaryOperator<Transcript> change) {
        return content.stream()
                .<Content>map(piece -> piece instanceof Transcript transcript && transcript.stage() != Stage.SENT
                        ? change.apply(transcript)
                        : piece)
                .toList();
    }
}
