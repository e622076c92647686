package switchboard.it.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Digests;
import switchboard.it.fault.FaultPlan.Brings;
import switchboard.it.fault.FaultPlan.ChatPlan;
import switchboard.it.fault.FaultPlan.Place;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.telegram.Media;
import switchboard.it.telegram.Pictures;

/** The files that the prompts of a chat bring; the same for the same plan. Pure. */
final class SentFiles {

    /**
     * A file.
     *
     * @param digest of its bytes
     * @param token what the model reads of it, and of no other file; empty for a picture, which it sees
     */
    record SentFile(FileContent content, String digest, String token) {

        boolean isPicture() {
            return token.isEmpty();
        }
    }

    private static final int HUGE = 21 << 20;

    private final Map<String, List<SentFile>> files = new HashMap<>();

    SentFiles(ChatPlan chat) {
        var before = List.<SentFile>of();
        for (var prompt : chat.prompts()) {
            var isOfBefore = prompt.brings() == Brings.REPLIED_PHOTO && chat.place() == Place.PRIVATE;
            var those = isOfBefore ? before.subList(0, 1) : of(prompt);
            files.put(prompt.marker(), those);
            before = those;
        }
    }

    /** What the model gets with a prompt, in order. */
    List<SentFile> with(PromptPlan prompt) {
        return files.getOrDefault(prompt.marker(), List.of());
    }

    /** All of the chat. */
    List<SentFile> all() {
        return files.values().stream().flatMap(List::stream).toList();
    }

    /** The messages in which a prompt is said; for one that brings a file. */
    List<Media> media(PromptPlan prompt, String caption) {
        if (prompt.brings() == Brings.LOST) {
            return List.of(Media.hugeDocument(prompt.marker() + ".iso", HUGE).captioned(caption));
        }
        var media = new ArrayList<Media>();
        for (var file : with(prompt)) {
            var words = media.isEmpty() ? caption : "";
            media.add(file.isPicture() ? Media.photo(file.content(), words) : Media.document(file.content(), words));
        }
        return media;
    }

    private static List<SentFile> of(PromptPlan prompt) {
        return switch (prompt.brings()) {
            case NOTHING, LOST -> List.of();
            case PHOTO, REPLIED_PHOTO -> List.of(picture(prompt, 0));
            case DOCUMENT -> List.of(document(prompt));
            case ALBUM -> {
                var all = new ArrayList<SentFile>();
                for (var number = 0; number < prompt.photos(); number++) {
                    all.add(picture(prompt, number));
                }
                yield List.copyOf(all);
            }
        };
    }

    private static SentFile picture(PromptPlan prompt, int number) {
        var seed = 31L * prompt.marker().hashCode() + number;
        var picture = Pictures.png(seed, 20 + Math.floorMod(seed, 200));
        return new SentFile(picture, Digests.sha256(picture.bytes()), "");
    }

    private static SentFile document(PromptPlan prompt) {
        var token = "[" + prompt.marker() + "#0]";
        return switch (Math.floorMod(prompt.marker().hashCode(), 3)) {
            case 0 -> document("notes.txt", (token + " It is a long story.").getBytes(StandardCharsets.UTF_8), token);
            case 1 ->
                document(
                        "all.zip",
                        written(out -> {
                            try (var zip = new ZipOutputStream(out)) {
                                zip.putNextEntry(new ZipEntry(token));
                            }
                        }),
                        token);
            default -> {
                var bytes = new byte[200_000];
                new Random(prompt.marker().hashCode()).nextBytes(bytes);
                yield document(prompt.marker() + "-0.bin", bytes, prompt.marker() + "-0.bin");
            }
        };
    }

    private static SentFile document(String name, byte[] bytes, String token) {
        return new SentFile(new FileContent(name, "application/octet-stream", bytes), Digests.sha256(bytes), token);
    }

    private interface Writing {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return out.toByteArray();
    }
}
