package switchboard.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** A piece of a prompt. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Content.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Content.Quote.class, name = "quote"),
    @JsonSubTypes.Type(value = Content.Attachment.class, name = "attachment"),
    @JsonSubTypes.Type(value = Content.Transcript.class, name = "transcript"),
    @JsonSubTypes.Type(value = Content.Handoff.class, name = "handoff")
})
public sealed interface Content {

    /** This piece in words, for readers that know only words. */
    String text();

    /** The whole in words, with an empty line between two pieces. */
    static String text(List<? extends Content> pieces) {
        return pieces.stream().map(Content::text).collect(Collectors.joining("\n\n"));
    }

    /** The pieces of one kind, in order. */
    static <T extends Content> List<T> only(Class<T> kind, List<Content> pieces) {
        var found = new ArrayList<T>();
        for (var piece : pieces) {
            if (kind.isInstance(piece)) {
                found.add(kind.cast(piece));
            }
        }
        return List.copyOf(found);
    }

    /** The person's own words, in Markdown. */
    record Text(String text) implements Content {}

    /**
     * Words that the person did not write but replies to, or forwards.
     *
     * @param author null for the bot itself, and where nobody is named
     * @param words in Markdown
     */
    record Quote(Origin origin, @Nullable String author, String words) implements Content {

        /** Where the words are from. */
        public enum Origin {
            MESSAGE,
            PART_OF_MESSAGE,
            /** A message of the bot. */
            OWN_MESSAGE,
            PART_OF_OWN_MESSAGE,
            /** The person forwards them, and says nothing. */
            FORWARD,
            /** The agent has written them in another session, for this one. */
            SUMMARY
        }

        /** Whether the bot has said it. */
        @JsonIgnore
        public boolean isOwn() {
            return origin == Origin.OWN_MESSAGE || origin == Origin.PART_OF_OWN_MESSAGE;
        }

        @Override
        public String text() {
            return Markdown.quote(title() + ":\n" + words);
        }

        private String title() {
            var message = author == null ? "a message" : "the message of " + author;
            return switch (origin) {
                case MESSAGE -> "Replying to " + message;
                case PART_OF_MESSAGE -> "Replying to this part of " + message;
                case OWN_MESSAGE -> "Replying to your message";
                case PART_OF_OWN_MESSAGE -> "Replying to this part of your message";
                case SUMMARY -> "Summary of an earlier session, which you continue. It was written for you";
                case FORWARD -> "Forwarded from " + (author == null ? "somebody" : author);
            };
        }
    }

    /**
     * A file that the person sends.
     *
     * @param ref by which the front finds it
     * @param name as the sender calls it, null if it has none
     * @param mediaType such as {@code image/png}, null if it is not known
     * @param size in bytes, null if it is not known
     * @param id the same in all messages that bring the file, however they refer to it; null if the front knows none
     */
    record Attachment(
            String ref,
            Kind kind,
            @Nullable String name,
            @Nullable String mediaType,
            @Nullable Long size,
            @Nullable String id)
            implements Content {

        /** A file that has no other name than its reference. */
        public Attachment(
                String ref, Kind kind, @Nullable String name, @Nullable String mediaType, @Nullable Long size) {
            this(ref, kind, name, mediaType, size, null);
        }

        /** By which the file is recognized in another message. */
        public String identity() {
            return id == null ? ref : id;
        }

        /** The kind of a file, as people name it. */
        public enum Kind {
            PHOTO,
            VOICE,
            AUDIO,
            VIDEO,
            FILE
        }

        /** Names the file. Nobody but the front has it. */
        @Override
        public String text() {
            return "(" + described("which cannot be opened here") + ")";
        }

        /** What the agent gets in its place if nobody has the file any more. */
        public Text missing(String why) {
            return new Text("(" + described("which could not be fetched") + ". " + why + ")");
        }

        private String described(String where) {
            var facts = Stream.of(name, mediaType, size == null ? null : size + " bytes")
                    .flatMap(Stream::ofNullable)
                    .map(fact -> fact.replaceAll("\\s+", " "))
                    .collect(Collectors.joining(", "));
            var title = "Attached " + kind.name().toLowerCase(Locale.ROOT) + ", " + where;
            return facts.isEmpty() ? title : title + ": " + facts;
        }

        /** The name for people; if it has none, its kind. */
        public String title() {
            if (name != null && !name.isBlank()) {
                return name.strip().replaceAll("\\s+", " ");
            }
            return switch (kind) {
                case PHOTO -> Texts.of("file.photo");
                case VOICE -> Texts.of("file.voice");
                case AUDIO -> Texts.of("file.audio");
                case VIDEO -> Texts.of("file.video");
                case FILE -> Texts.of("file.file");
            };
        }
    }

    /**
     * Asks for a summary. Once that is written, the chat continues in a new session, which has it.
     *
     * @param matters what the person wants in it above all; empty for nothing in particular
     */
    record Handoff(String matters) implements Content {

        /** What the agent reads. */
        @Override
        public String text() {
            var summary =
                    "Your work here is handed over to a successor: a new session in the same folder, which knows nothing of"
                            + " this conversation and gets only your answer to this message. Write the summary that it needs: what the"
                            + " person wants and why; what is done, and where (name files, branches and commands exactly); what was"
                            + " decided and why; what was tried in vain; what is still open, and the next step. Begin nothing new.";
            return matters.isBlank() ? summary : summary + " Above all, this matters to the person: " + matters;
        }

        /** For people. */
        public String title() {
            return matters.isBlank() ? Texts.of("handoff.title") : Texts.of("handoff.titleOf", matters);
        }
    }

    /**
     * What is said in a file of the same prompt. It is stored, so that each file is transcribed once.
     *
     * @param ref of the file
     * @param words blank if the file goes without a transcript
     */
    record Transcript(String ref, String words, Stage stage) implements Content {

        /** How far people are with a transcript. */
        public enum Stage {
            /** It is shown, and is sent by itself after a while. */
            SHOWN,
            /** A person wants to correct it: it is sent only if they say so. */
            HELD,
            /** It is settled: the prompt may run with it. */
            SENT
        }

        /** Of a file that goes without one. */
        public static Transcript none(String ref) {
            return new Transcript(ref, "", Stage.SENT);
        }

        public Transcript at(Stage next) {
            return new Transcript(ref, words, next);
        }

        @Override
        public String text() {
            return words.isBlank()
                    ? "(There is no transcript of the recording.)"
                    : "(Transcript of the recording; this is what the person says:)\n\n" + words;
        }
    }
}
