namespace Postvakt.Classification.Tests.Entities;

public sealed class EntityReaderTests
{
    [Theory]
    [InlineData("request", "kindly confirm", "Would you kindly confirm the order?")]
    [InlineData("urgency", "within 24 hours", "It must be done within 24 hours or it is lost.")]
    [InlineData("financial", "wire transfer", "We sent the wire transfer this morning.")]
    [InlineData("financial", "$1,250.00", "The sum of $1,250.00 is due.")]
    [InlineData("financial", "500 EUR", "The sum of 500 EUR is due.")]
    [InlineData("greeting", "Hello", "Hello Anna,\nhow are things?")]
    [InlineData("recipient", "Anna Berg", "Dear Anna Berg,\nhow are things?")]
    [InlineData("recipient", "Customer", "Dear Customer,\nhow are things?")]
    [InlineData("salutation", "Kind regards", "See you.\nKind regards\nPeter Holm")]
    [InlineData("sender", "Peter Holm", "See you.\nKind regards\nPeter Holm")]
    [InlineData("org", "Northwind Traders Inc", "This comes from Northwind Traders Inc in Springfield.")]
    [InlineData("org", "DocuSign", "You have a document in DocuSign to sign.")]
    [InlineData("disclaimer", "If you are not the intended recipient", "If you are not the intended recipient, delete this.")]
    public void Read_Phrase_IsFoundAsItStands(string name, string expected, string text) =>
        Assert.Contains(new TextEntity(name, expected), LinearTextClassifier.Default.Classify(text).Entities, new IgnoringCase());

    [Theory]
    [InlineData("org", "We met at the shell of the old house to box some apples.")]
    [InlineData("sender", "I send my regards to everybody.")]
    [InlineData("urgency", "The cat sat on the mat and looked at us.")]
    public void Read_OrdinaryWords_AreNone(string name, string text) => Assert.DoesNotContain(LinearTextClassifier.Default.Classify(text).Entities, e => e.Name == name);

    [Theory]
    [InlineData("", "urgent invoice please ")]
    [InlineData("invoice\n", "Regards\nAnna\n")]
    public void Read_VeryMany_AreBounded(string before, string repeated) => Assert.InRange(LinearTextClassifier.Default.Classify(before + string.Concat(Enumerable.Repeat(repeated, 1_000))).Entities.Count, 1, 200);

    private sealed class IgnoringCase : IEqualityComparer<TextEntity>
    {
        public bool Equals(TextEntity left, TextEntity right) => left.Name == right.Name && left.Text.Equals(right.Text, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode(TextEntity entity) => entity.Name.GetHashCode(StringComparison.Ordinal);
    }
}
