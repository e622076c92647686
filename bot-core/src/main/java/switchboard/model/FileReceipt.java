package switchboard.model;

/**
 * What has become of a file that was to be sent to people.
 *
 * @param isSent whether they have it
 * @param said the front's reference to the message with the file, or one sentence that says why they do not have it
 */
public record FileReceipt(boolean isSent, String said) {

    public static FileReceipt sent(String message) {
        return new FileReceipt(true, message);
    }

    public static FileReceipt refused(String reason) {
        return new FileReceipt(false, reason);
    }
}
