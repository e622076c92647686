package switchboard.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import switchboard.model.Session;
import switchboard.text.ExplainedException;

/**
 * The transcripts that an agent keeps of its sessions, in a form that can be carried to another chat or machine. Only the agent
 * knows that form, and the places where it keeps them. Blocks; used by several threads.
 */
public interface Transcripts {

    /**
     * Writes what was said in a session, without secrets and without anything that names a place on this machine by itself. A turn
     * that is at work is written as far as it has come.
     *
     * @return whether anything was said
     * @throws ExplainedException if it is too much to be carried
     */
    boolean write(Session session, OutputStream to) throws IOException, ExplainedException;

    /**
     * Keeps a transcript as that of a session which the agent does not know yet, in the session's directory: all of it or nothing.
     * The content may be from anybody. May be repeated until the session is used.
     *
     * @param content may fail at its end
     * @throws ExplainedException if nothing was said in it, or too much
     */
    void keep(Session session, InputStream content) throws IOException, ExplainedException;
}
