//! Which texts have the shape of a token.

use super::*;

/// Tokens that were never valid, in the shape of each provider.
const TOKENS: &[&str] = &[
    "ghp_AAAAbbbbCCCCddddEEEEffff0000111122",
    "ghp_AAAAbbbbCCCC",
    "gho_16C7e42F292c6912E7710c838347Ae178B4a",
    "ghp_16c7e42f292c6912e7710c838347ae178b4a",
    "github_pat_11AAAAAAA0abcdefghijkl_0123456789",
    "glpat-abc_DEF-123",
    "glrt-t1_abcdefghij0123456789",
    "glpat-abcdefghij0123456789abcdefg.01.0a1b2c3d4",
    "ATATT3xFfGF0abcdefghijklmnop",
    "dckr_pat_abcdefghijklmnopqrstuvwxyz0",
    "npm_abcdefghijklmnopqrstuvwxyz0123456789",
    "pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDA",
    "cioabcdefghijklmnopqrstuvwxyz012345",
    "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
    "HRKU-AA0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV",
    "sntryu_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "fo1_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "xoxb-123456789012-abcdefghijkl",
    "sk_live_0123456789abcdef",
    "0123456789abcdef0123456789abcdef01234567",
    "0123456789ABCDEF0123456789ABCDEF01234567",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "eyJhbGciOiJIUzI1NiJ9.x.y",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "eyjhbgcioijiuzi1nij9.eyjzdwiioiixin0.dozjgnryp4j3jvmnhl0w5n_xgl0n3i9p",
    "SG.abcdef.ghijkl",
    "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst",
    "Zk3Qw9LmX0bTr7VyHs2DpJ8cNf5GaE1u",
];

/// Logins and hosts that exist, or could.
const NAMES: &[&str] = &[
    "x-token-auth",
    "x-access-token",
    "x-oauth-basic",
    "oauth2",
    "oauth2accesstoken",
    "__token__",
    "_json_key",
    "_json_key_base64",
    "me@example.com",
    "first.middle.last+keyrc@subdomain.department.example.com",
    "ci-bot-2024",
    "npm_publisher",
    "npm_ci_bot_production",
    "hf_admin",
    "hf_transfer_readonly",
    "ghost_user",
    "ghs_runner",
    "sk_test",
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "00000000-0000-4000-8000-000000000000",
    "ABCDEFGH12345678",
    "AC0123456789abcdef0123456789abcdef",
    "robot$project+deployer",
    "robot_release_manager_production_2024",
    "svc-build-agent-windows-2022-pool-01-x64",
    "BuildAgentWindows2022Pool01ProductionEast",
    "release-bot@my-project-123456.iam.gserviceaccount.com",
    "my-user-at-123456789012",
    "DOMAIN\\firstname.lastname",
    "gitlab+deploy-token-1234567",
    "gitlab-ci-token",
    "5b10ac8d82e05b22cc7d4ef5",
    "0123456789012345678901234567890123456789",
    "deploy",
    "eyJacob",
    "eyjafjallajokull.example.is",
    "api.github.com",
    "sg.example.com",
    "ec2-203-0-113-25.compute-1.amazonaws.com",
    "d111111abcdef8.cloudfront.net",
    "my-very-long-name-of-a-service.internal.corp.example.com",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "xn--bcher-kva.example",
    "fd00::5",
    "localhost",
    "raw.githubusercontent.com",
    "abcdef0123.execute-api.us-east-1.amazonaws.com",
];

#[test]
fn tokens_have_a_shape() {
    for token in TOKENS {
        assert!(is_token(token), "{token}");
    }
}

#[test]
fn real_logins_and_hosts_have_none() {
    for name in NAMES {
        assert!(!is_token(name), "{name}");
        assert_eq!(masked(name), *name);
    }
}

#[test]
fn a_token_is_masked_wherever_it_is_in_a_text() {
    for token in TOKENS {
        for (text, expected) in [
            (format!("{token} at a.test"), "******** at a.test"),
            (format!("`{token}`"), "`********`"),
            (format!("{token}:x"), "********:x"),
            (format!("me:{token}@a.test"), "me:********@a.test"),
            (format!("--with={token}"), "--with=********"),
            (format!("--{token}"), "********"),
            (
                format!("https://{token}@a.test/"),
                "https://********@a.test/",
            ),
        ] {
            assert_eq!(masked(&text), expected);
        }
    }
}
