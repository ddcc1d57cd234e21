using Postvakt.Documents.Passwords;

namespace Postvakt.Documents.Tests.Passwords;

public sealed class PasswordHarvestTests
{
    [Theory]
    [InlineData("All .zip files are password protected with a password of: WT5667", "WT5667")]
    [InlineData("File password: U4613\r\nBest regards", "U4613")]
    [InlineData("Passwort lautet 4955.", "4955")]
    [InlineData("Lösenordet är \"abc321\"", "abc321")]
    [InlineData("Le mot de passe est « Ete-2021 »", "Ete-2021")]
    [InlineData("Hasło: zima77", "zima77")]
    [InlineData("パスワードは「abc123」です", "abc123")]
    [InlineData("パスワードはabc123です。", "abc123")]
    [InlineData("密码：8841", "8841")]
    [InlineData("Use 71822 as the password.", "71822")]
    [InlineData("Password = correct.horse!", "correct.horse!")]
    [InlineData("see attached\r\n\r\n1022PD\r\n\r\nThanks", "1022PD")]
    public void Text_WithAPassword_GivesItEarly(string text, string password) => Assert.Contains(password, PasswordHarvest.Find(text).Take(6));

    [Fact]
    public void Text_WithoutOne_GivesLittle() => Assert.Empty(PasswordHarvest.Find("Dear Anna,\r\n\r\nthank you for the minutes. We meet on Monday.\r\n\r\nBo"));

    [Fact]
    public void Text_FullOfTokens_IsBounded() => Assert.Equal(PasswordHarvest.MaxCandidates, PasswordHarvest.Find("password: " + string.Join(' ', Enumerable.Range(1000, 20_000))).Count);
}
