import {testEngineContract} from '@sidetone/core/testing';
import {sipjs} from '@sidetone/engine-sipjs';
import {asteriskFarEnd} from './asterisk.js';

testEngineContract('sipjs', sipjs, asteriskFarEnd());
