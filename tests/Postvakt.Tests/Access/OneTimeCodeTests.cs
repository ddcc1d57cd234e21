using System.Text;
using Postvakt.Access;

namespace Postvakt.Tests.Access;

public sealed class OneTimeCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238 appendix B, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void Codes_AreThoseOfTheStandard(long seconds, string code) => Assert.Equal(code, OneTimeCode.At(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void Code_OpensOnce_AndOneStepToEitherSide()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = OneTimeCode.StepOf(Secret, " 005 924 ", now, 0);
        Assert.Equal(1_234_567_890 / 30, step);
        Assert.Null(OneTimeCode.StepOf(Secret, "005924", now, step!.Value));
        Assert.NotNull(OneTimeCode.StepOf(Secret, "005924", now.AddSeconds(30), 0));
        Assert.NotNull(OneTimeCode.StepOf(Secret, "005924", now.AddSeconds(-30), 0));
        Assert.Null(OneTimeCode.StepOf(Secret, "005924", now.AddSeconds(90), 0));
        Assert.Null(OneTimeCode.StepOf(Secret, "00592", now, 0));
        Assert.Null(OneTimeCode.StepOf(Secret, "٠٠٥٩٢٤", now, 0));
    }

    /// <summary>RFC 4648 section 10.</summary>
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secret_IsWrittenInBase32(string bytes, string written) => Assert.Equal(written, OneTimeCode.Written(Encoding.ASCII.GetBytes(bytes)));
}
