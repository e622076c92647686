package switchboard.botapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import switchboard.botapi.PersonActions.Place;

/** Sends what a person writes and adds in a page: a text as one or more messages, files as an album. */
final class Posting {
    /** In UTF-16 units, of a text without files. */
    private static final int MAX_TEXT = 100_000;

    /** The earlier messages of a topic among which one that is sent again is looked for. */
    private static final int RECENT = 200;

    private final BotApiState state;
    private final PersonActions actions;
    private final Lookup lookup;

    Posting(BotApiState state, PersonActions actions, Lookup lookup) {
        this.state = state;
        this.actions = actions;
        this.lookup = lookup;
    }

    /** Returns the messages. If they were sent before, they are returned as they are. */
    List<StoredMessage> send(Post post) {
        String typed = post.files().isEmpty() ? typed(post.text()) : caption(post);
        List<StoredMessage> before = state.locked(() -> sentBefore(post));
        if (!before.isEmpty()) {
            return before;
        }
        post.files().forEach(file -> requireSize(file.content().get()));
        List<ObjectNode> files =
                post.files().stream().map(file -> SentMedia.keep(state, file)).toList();
        return state.lasting(() -> {
            Place place = lookup.place(post.chatId(), post.topic(), post.replyTo());
            return files.isEmpty() ? text(place, typed, post.randomId()) : album(place, typed, files, post.randomId());
        });
    }

    private List<StoredMessage> sentBefore(Post post) {
        Place place = lookup.place(post.chatId(), post.topic(), post.replyTo());
        return post.randomId().isEmpty()
                ? List.of()
                : place.chat().newestFirst(post.topic()).stream()
                        .limit(RECENT)
                        .filter(message -> message.randomId.equals(post.randomId()))
                        .toList()
                        .reversed();
    }

    private List<StoredMessage> text(Place place, String typed, String randomId) {
        return TypedText.pieces(typed).stream()
                .map(piece -> actions.send(place, piece, Json.object(), randomId))
                .toList();
    }

    /** One message for each file. Those of an album share an id; the first one has the caption. Spoken words are no part of it. */
    private List<StoredMessage> album(Place place, String caption, List<ObjectNode> files, String randomId) {
        String album = place.chat().id + "-" + place.chat().nextMessageId;
        boolean isAlbum = files.stream().filter(file -> !file.has("voice")).count() > 1;
        var sent = new ArrayList<StoredMessage>();
        for (ObjectNode file : files) {
            if (isAlbum && !file.has("voice")) {
                file.put("media_group_id", album);
            }
            sent.add(actions.send(place, TypedText.of(sent.isEmpty() ? caption : ""), file, randomId));
        }
        return sent;
    }

    private static void requireSize(FileContent file) {
        if (file.size() == 0) {
            throw ApiError.of(400, "“" + file.name() + "” is empty.");
        }
        if (file.size() > LocalClient.MAX_FILE) {
            throw ApiError.of(413, LocalClient.TOO_LARGE);
        }
    }

    private static String caption(Post post) {
        if (post.files().size() > LocalClient.MAX_FILES) {
            throw ApiError.of(400, "You can send up to " + LocalClient.MAX_FILES + " files at once.");
        }
        String caption = FormattedText.normalized(post.text(), List.of()).text();
        if (caption.length() > TypedText.MAX_PIECE) {
            throw ApiError.of(400, "Text that comes with files can have up to 4,096 characters. Send it on its own.");
        }
        return caption;
    }

    private static String typed(String text) {
        if (text.length() > MAX_TEXT) {
            throw ApiError.of(400, "This text is longer than 100,000 characters. Save it in a file and send me that.");
        }
        String typed = FormattedText.normalized(text, List.of()).text();
        if (typed.isEmpty()) {
            throw ApiError.of(400, "There is no text to send.");
        }
        return typed;
    }
}
