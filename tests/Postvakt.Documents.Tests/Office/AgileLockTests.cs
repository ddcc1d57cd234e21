using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Office.Crypto;

namespace Postvakt.Documents.Tests.Office;

public sealed class AgileLockTests
{
    [Fact]
    public void Lock_OfMoreTurnsThanWeWaitFor_IsALimitOfOurs()
    {
        const string Cipher = "keyBits=\"256\" cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"SHA512\" saltValue=\"AAAAAAAAAAAAAAAAAAAAAA==\"";
        var descriptor = $"<encryption><keyData {Cipher}/><keyEncryptors><keyEncryptor><encryptedKey {Cipher} spinCount=\"9000000\"/></keyEncryptor></keyEncryptors></encryption>";
        Assert.Throws<LimitException>(() => new AgileLock(Encoding.UTF8.GetBytes(descriptor), new Budget(new InspectionLimits(), TimeProvider.System)));
    }
}
