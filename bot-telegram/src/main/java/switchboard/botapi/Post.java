package switchboard.botapi;

import java.util.List;

/**
 * What a person sends from a page: a text, or files with a caption.
 *
 * @param topic 0 = the chat itself
 * @param replyTo the message that it answers; 0 = none
 * @param text may be empty if there are files
 * @param randomId what has the same id is sent once, even over a restart; empty = always sent
 */
public record Post(long chatId, long topic, long replyTo, String text, List<SentFile> files, String randomId) {
    public Post {
        files = List.copyOf(files);
    }
}
