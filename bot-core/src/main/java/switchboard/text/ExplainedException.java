package switchboard.text;

/** Something that cannot be done, with a message for people: one sentence, as Markdown. */
public class ExplainedException extends Exception {

    private static final long serialVersionUID = 1;

    public ExplainedException(String sentence) {
        super(sentence);
    }

    public ExplainedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
