namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>Takes the accents off Latin letters, so that "café" and "cafe" are one word. Works without culture data.</summary>
internal static class CharacterFolding
{
    // The plain letter of each letter from U+00C0, U+01CD and U+1E00 on; a space means that the letter stays as it is.
    private const string FromC0 =
        "aaaaaa ceeeeiiiidnooooo ouuuuy  aaaaaa ceeeeiiiidnooooo ouuuuy yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk llllll " +
        " llnnnnnnn  oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private const string From1Cd =
        "aaiioouuuuuuuuuu aaaa    ggkkoooo  j   gg  nnaa    aaaaeeeeiiiioooorrrruuuusstt  hh      aaeeooooooooyy";

    private const string From1E00 =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
        "wwwwwwwwwwxxxxyyzzzzzzhtwy      aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      ";

    /// <summary>The letter without its accent, in lower case.</summary>
    /// <param name="c">Any UTF-16 code unit.</param>
    public static char ToPlainLower(char c)
    {
        if (c < 0x80)
            return c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
        var plain = c switch
        {
            >= '\u00C0' and < '\u0180' => FromC0[c - 0xC0],
            >= '\u01CD' and < '\u0234' => From1Cd[c - 0x1CD],
            >= '\u1E00' and < '\u1F00' => From1E00[c - 0x1E00],
            _ => ' ',
        };
        return plain == ' ' ? char.ToLowerInvariant(c) : plain;
    }
}
