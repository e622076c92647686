package switchboard.load;

/** What is put under load: something with chats in which words are said, and answers appear. */
public interface Subject {

    /** Learns what becomes of the words. Thread-safe; returns at once. */
    interface Listener {

        /** The words are stored and will not be lost. */
        void accepted(Mark mark);

        /** The words were not taken, or failed, and the person was told why. */
        void refused(Mark mark, String why);

        /**
         * A message of the agent is new or has changed.
         *
         * @param message its id, which is the same when it changes
         * @param isFinal whether it is not still being written
         */
        void shown(int chat, String message, String text, boolean isFinal);
    }

    /** Called once, before anything is said. */
    void listen(Listener listener);

    /** Says something in a chat; returns soon, whether or not the chat is at work. */
    void say(int chat, Mark mark, String text);
}
