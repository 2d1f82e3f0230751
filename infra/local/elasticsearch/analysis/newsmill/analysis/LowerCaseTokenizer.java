package newsmill.analysis;

import java.io.IOException;
import java.io.Reader;
import org.apache.lucene.analysis.CharFilter;
import org.apache.lucene.analysis.core.LetterTokenizer;

/** Letters, in lower case: Lucene dropped its class for it, and its tokenizer's own step is final, so the text is changed on its way in. */
final class LowerCaseTokenizer extends LetterTokenizer {
    @Override
    public void reset() throws IOException {
        super.reset();
        input = new LowerCase(input);
    }

    private static final class LowerCase extends CharFilter {
        LowerCase(Reader in) {
            super(in);
        }

        @Override
        protected int correct(int offset) {
            return offset;
        }

        @Override
        public int read(char[] buffer, int from, int length) throws IOException {
            int count = input.read(buffer, from, length);
            for (int i = from; i < from + count; i++) buffer[i] = Character.toLowerCase(buffer[i]);
            return count;
        }
    }
}
