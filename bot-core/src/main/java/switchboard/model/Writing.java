package switchboard.model;

import java.io.IOException;
import java.io.OutputStream;
import switchboard.text.ExplainedException;

/** Writes a file that is made for people. Blocks. */
@FunctionalInterface
public interface Writing {

    /** @throws ExplainedException if there is nothing to write, or it cannot be written */
    void write(OutputStream to) throws IOException, ExplainedException;
}
