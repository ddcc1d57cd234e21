using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Rules;

public sealed class ModifierFaultTests
{
    [Theory]
    [InlineData("F|contians: a", "'F|contians': modifier 'contians' is not known; did you mean 'contains'?")]
    [InlineData("F|re|contains: a", "'re' and 'contains' do not go together: a pattern says itself where it begins and ends")]
    [InlineData("F|startswith|endswith: a", "'startswith' and 'endswith' do not go together")]
    [InlineData("F|i: a", "'i' is a part of re and must follow it: re|i")]
    [InlineData("F|contains|contains: a", "modifier 'contains' stands there twice")]
    [InlineData("F|exists|all: true", "'exists' stands alone")]
    [InlineData("F|exists: maybe", "'exists' needs true or false")]
    [InlineData("F|lt|gt: 4", "'lt' and 'gt' do not go together")]
    [InlineData("F|lt: four", "'four' is no number")]
    [InlineData("F|lt|contains: 4", "'lt' and 'contains' do not go together")]
    [InlineData("F|cidr: 192.0.2.0/33", "'192.0.2.0/33' is no network")]
    [InlineData("F|cidr: 10.*", "'10.*' is no network")]
    [InlineData("F|cidr|contains: 192.0.2.0/24", "'cidr' and 'contains' do not go together")]
    [InlineData("F|base64: 'a*'", "wildcards cannot be encoded with 'base64'")]
    [InlineData("F|base64|wide: a", "'wide' must stand before 'base64'")]
    [InlineData("F|base64|windash: -a", "'windash' must stand before 'base64'")]
    [InlineData("F|base64|base64offset: a", "'base64' and 'base64offset' do not go together")]
    [InlineData("F|wide|utf16be: a", "'wide' and 'utf16be' do not go together")]
    [InlineData("F|re|fieldref: a", "'re' and 'fieldref' do not go together")]
    [InlineData("F|hour|minute: 4", "'hour' and 'minute' do not go together")]
    [InlineData("F|: a", "an empty modifier stands between two |")]
    [InlineData("'|endswith': [a, b]", "'endswith' needs a field; keywords search the whole event")]
    [InlineData("F|contains: null", "null goes with no modifier but neq")]
    [InlineData("F: []", "the list of values is empty")]
    [InlineData("F: {a: b}", "a map stands where a value is expected")]
    [InlineData("F: [[a]]", "a list stands where a value is expected")]
    [InlineData("F|expand: '%nobody%'", "the placeholder %nobody% has no values; give them in a file of placeholders")]
    [InlineData("F|base64|expand: '%a%'", "'expand' must stand before 'base64'")]
    [InlineData("F|re: '(?=a)b'", "look-around is not part of Sigma's patterns")]
    public void Item_ThatMeansNothing_IsRefusedWithASentence(string item, string sentence) => Assert.Contains(sentence, Bed.Error($"sel:\n    {item}\ncondition: sel"), StringComparison.Ordinal);

    [Fact]
    public void Value_TooShortToBeFoundInBase64_IsRefused() => Assert.Contains("too short", Bed.Error("sel:\n    F|base64offset|contains: ''\ncondition: sel"), StringComparison.Ordinal);
}
